import { join } from 'node:path'
import { app, type Session, session } from 'electron'
import { panelAddress } from './panel-scheme.ts'

/**
 * Asks where to put a file that the panel hands out; nothing else is ever downloaded. Without a title the dialog goes by
 * the file's address in memory, which means nothing to anybody. After `ready`.
 */
export function askWhereToSave(target: Session = session.defaultSession): void {
  target.on('will-download', (event, item) => {
    if (!item.getURL().startsWith(`blob:${panelAddress}`)) return event.preventDefault()
    item.setSaveDialogOptions({
      title: '存到哪里',
      buttonLabel: '保存',
      defaultPath: join(app.getPath('downloads'), item.getFilename()),
    })
  })
}
