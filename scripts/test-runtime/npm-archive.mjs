import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { run } from './run.mjs'

/**
 * Unpacks a published package without installing it. `npm pack` asks whatever registry npm is set up with,
 * and npm's cache makes a second try cheap.
 * `sha512` pins the content; `members` are the only paths taken, default: all.
 */
export async function unpackFromNpm(name, folder, { sha512, members = [] }) {
  const [{ filename }] = JSON.parse(await run('npm', ['pack', name, '--json', '--pack-destination', folder]))
  const archive = join(folder, filename)
  if (sha512) await checkContent(name, archive, sha512)
  await run('tar', ['-xzf', archive, '-C', folder, ...members])
  await rm(archive)
}

async function checkContent(name, archive, sha512) {
  const hash = createHash('sha512')
  await pipeline(createReadStream(archive), hash)
  const found = hash.digest('base64')
  if (found !== sha512) throw new Error(`Expected ${name} to have sha512 ${sha512}, got ${found}; not used`)
}
