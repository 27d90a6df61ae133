import { app } from 'electron'
import type { Lifetime } from '../agent/kernel/lifetime.ts'

/** Milliseconds that stopping may take before the process ends anyway; nothing accepted is lost by that. */
const stopLimitMs = 4_800

/** Makes every way of quitting (menu, tray, signal, system) stop the bot first. */
export function stopBeforeQuit(life: Lifetime): void {
  app.on('before-quit', (event) => {
    event.preventDefault()
    if (life.signal.aborted) return
    setTimeout(() => app.exit(1), stopLimitMs)
    life.dispose().then(
      () => app.exit(0),
      () => app.exit(1),
    )
  })
}
