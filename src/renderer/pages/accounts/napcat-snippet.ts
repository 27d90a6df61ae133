/**
 * One entry of `network.websocketClients` in NapCat's `onebot11_<QQ>.json`, as its own settings page writes it.
 * Messages as arrays: the text form cannot be told from what people type. Reconnects after 5 s, heartbeat every 30 s.
 */
export function napcatSnippet(url: string, token: string): string {
  const entry = {
    name: 'apricot',
    enable: true,
    url,
    messagePostFormat: 'array',
    reportSelfMessage: false,
    reconnectInterval: 5000,
    token,
    heartInterval: 30_000,
  }
  return JSON.stringify(entry, null, 2)
}
