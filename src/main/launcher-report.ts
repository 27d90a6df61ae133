/**
 * Tells `scripts/launch.mjs` that this Electron works: it is waiting to start the web panel instead.
 * Nothing is written when somebody else started the app.
 */
export function reportToLauncher(): void {
  if (process.env.APRICOT_LAUNCHER) process.stdout.write('apricot-ready\n')
}
