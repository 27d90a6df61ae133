/**
 * The Content-Security-Policy both hosts send with the panel: everything it needs comes from its own origin.
 * @param socket the WebSocket origin of the web panel, for browsers whose `'self'` does not cover it.
 */
export function contentPolicy(socket = ''): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self' ${socket}`.trimEnd(),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
