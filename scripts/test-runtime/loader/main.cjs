// The app inside the fallback Electron. Official Electron brings a default app that starts the package whose
// path is given as an argument; this bundle has none, so a path would be ignored without this file.
const { readFileSync } = require('node:fs')
const { join, resolve } = require('node:path')
const { pathToFileURL } = require('node:url')
const { app } = require('electron')

require('./native-redirect.cjs')

// Flags of Chromium and of Playwright surround the path; everything else on the line is ours.
const given = process.argv.slice(1).filter((argument) => !argument.startsWith('-'))
const root = resolve(given.at(-1) ?? '')
const { main, name, productName, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

app.setAppPath(root)
app.setName(productName ?? name)
app.setVersion(version)

import(pathToFileURL(join(root, main)).href).catch((error) => {
  console.error(error)
  app.exit(1)
})
