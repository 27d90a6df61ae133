import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { app } from 'electron'
import { autostartEntry } from './autostart-entry.ts'

/** Has the system start the app, hidden in the tray, when its user logs in; or no longer. */
export async function setStartAtLogin(enabled: boolean, dataDir: string): Promise<void> {
  // What runs unpackaged is Electron itself, which has to be told where the app is.
  const args = [...(app.isPackaged ? [] : [app.getAppPath()]), '--hidden', `--data=${dataDir}`]
  if (process.platform !== 'linux') {
    app.setLoginItemSettings({ openAtLogin: enabled, path: process.execPath, args })
    return
  }
  const path = join(app.getPath('appData'), 'autostart', 'apricot.desktop')
  if (!enabled) return rm(path, { force: true })
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, autostartEntry(process.execPath, args))
}
