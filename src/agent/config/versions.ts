import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { secretFields } from '../../shared/config.ts'

const kept = 20

/**
 * What config.json was, up to now: the last twenty contents, the present one included, as they were written. Broken
 * ones are kept as well: what somebody wrote by hand can be got back. Secrets typed into them are not.
 */
export class ConfigVersions {
  readonly #folder: string
  #lastStamp = 0

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Keeps a content, unless it is the one that was kept last. */
  async keep(content: string): Promise<void> {
    const text = withoutSecrets(content)
    for await (const newest of this.newestFirst()) {
      if (newest === text) return
      break
    }
    await mkdir(this.#folder, { recursive: true })
    // Never twice the same name, or one version would replace another.
    this.#lastStamp = Math.max(Date.now(), this.#lastStamp + 1)
    const stamp = new Date(this.#lastStamp).toISOString().replaceAll(':', '-')
    await writeFileAtomic(join(this.#folder, `config-${stamp}.json`), text, { mode: 0o600 })
    const names = await this.#names()
    for (const name of names.slice(0, -kept)) await rm(join(this.#folder, name))
  }

  async *newestFirst(): AsyncGenerator<string> {
    for (const name of (await this.#names()).reverse()) yield readFile(join(this.#folder, name), 'utf8')
  }

  async #names(): Promise<string[]> {
    if (!existsSync(this.#folder)) return []
    return (await readdir(this.#folder)).filter((name) => /^config-.*\.json$/.test(name)).sort()
  }
}

/** Works on the text, not on the value, because the text may be anything. */
function withoutSecrets(text: string): string {
  const typed = new RegExp(`("(?:${[...secretFields].join('|')})"\\s*:\\s*)"(?:[^"\\\\\\n]|\\\\.)*"?`, 'g')
  return text.replace(typed, '$1""')
}
