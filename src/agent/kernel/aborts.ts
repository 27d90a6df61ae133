/** Why everything is aborted when the program quits: what was under way stays open and goes on after the next start. */
export const quitting = 'quitting'

/** Why an attempt is aborted that is begun anew at once: nothing is recorded as its end. */
export const beginningAnew = 'beginning anew'

export function isQuitting(signal: AbortSignal): boolean {
  return signal.aborted && signal.reason === quitting
}

/** Whether what was aborted goes on later, so that nothing is to be recorded as its end. */
export function goesOnLater(signal: AbortSignal): boolean {
  return isQuitting(signal) || (signal.aborted && signal.reason === beginningAnew)
}
