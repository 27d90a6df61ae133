import type { RunningHost } from './host.ts'

/**
 * Has the next file that is handed out saved at `path`, without a dialog; resolves with the name it goes by. Ask before
 * the click. Playwright hears nothing of downloads in the desktop app, so there its main process is asked.
 */
export async function saveInto(path: string, { page, app }: RunningHost): Promise<string> {
  if (!app) {
    const download = await page.waitForEvent('download')
    await download.saveAs(path)
    return download.suggestedFilename()
  }
  return app.evaluate(
    ({ session }, target) =>
      new Promise<string>((resolve, reject) => {
        session.defaultSession.once('will-download', (_event, item) => {
          item.setSavePath(target)
          item.once('done', (_done, state) =>
            state === 'completed' ? resolve(item.getFilename()) : reject(new Error(`the download ${state}`)),
          )
        })
      }),
    path,
  )
}
