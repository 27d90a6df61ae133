import { app, type Session, session, shell } from 'electron'

/** What every page in this app may not do, whatever it shows: leave, open windows, ask for devices. */
export function limitWebContents(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault())
    contents.on('will-frame-navigate', (event) => event.preventDefault())
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(({ url }) => {
      if (isOutsideLink(url)) void shell.openExternal(url)
      return { action: 'deny' }
    })
  })
}

/** Denies all permissions but writing text to the clipboard, which the copy buttons need. After `ready`. */
export function limitPermissions(target: Session = session.defaultSession): void {
  const allowed = (permission: string) => permission === 'clipboard-sanitized-write'
  target.setPermissionRequestHandler((_contents, permission, answer) => answer(allowed(permission)))
  target.setPermissionCheckHandler((_contents, permission) => allowed(permission))
  target.setDevicePermissionHandler(() => false)
}

/** Anything but https could start a program on this machine. */
function isOutsideLink(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === 'https:'
}
