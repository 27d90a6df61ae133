/** Why everything is aborted when the program quits: what was under way stays open and goes on after the next start. */
export const quitting = 'quitting'

export function isQuitting(signal: AbortSignal): boolean {
  return signal.aborted && signal.reason === quitting
}
