// The app inside the fallback Electron. Official Electron brings a default app that starts the package whose
// path is given as an argument; this bundle has none, so a path would be ignored without this file.
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from 'electron'
import './native-redirect.cjs'

// Flags of Chromium and of Playwright surround the path; everything else on the line is ours.
const given = process.argv.slice(1).filter((argument) => !argument.startsWith('-'))
const root = resolve(given.at(-1) ?? '')
const { main, name, productName, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

app.setAppPath(root)
app.setName(productName ?? name)
app.setVersion(version)

try {
  // Electron holds back `ready` for as long as an ES module at its entry takes, and an app may count on that.
  await import(pathToFileURL(join(root, main)).href)
} catch (error) {
  console.error(error)
  app.exit(1)
}
