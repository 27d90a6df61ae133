// better-sqlite3's shipped binary needs Node-API 10; the fallback Electron has 9 and would abort. Loads of
// that file go to the copy that `npm run test:prepare` built, which lies beside this file.
const { readFileSync } = require('node:fs')
const { dirname, join } = require('node:path')
const { syncBuiltinESMExports } = require('node:module')
const workerThreads = require('node:worker_threads')

const SHIPPED = join('better-sqlite3', 'prebuilds', 'linux-x64.node')

const dlopen = process.dlopen
process.dlopen = (module, filename, ...flags) => {
  if (!filename.endsWith(SHIPPED)) return dlopen.call(process, module, filename, ...flags)
  const packageFile = join(dirname(filename), '..', 'package.json')
  const { version } = JSON.parse(readFileSync(packageFile, 'utf8'))
  return dlopen.call(process, module, join(__dirname, `better-sqlite3-${version}.node`), ...flags)
}

// A worker thread has a `process` of its own, so it needs this file as well (and so do its workers).
workerThreads.Worker = class extends workerThreads.Worker {
  constructor(filename, options = {}) {
    super(filename, { ...options, execArgv: [...(options.execArgv ?? []), '--require', __filename] })
  }
}
syncBuiltinESMExports()
