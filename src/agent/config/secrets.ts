import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { type Secret, secretFields } from '../../shared/config.ts'
import type { SecretBox } from '../agent.ts'

const plainBox: SecretBox = {
  seal: (plain) => `plain:${plain}`,
  open: (sealed) => (sealed.startsWith('plain:') ? sealed.slice('plain:'.length) : null),
}

/**
 * Keys and tokens, in `secrets.json` (0600) beside the config, sealed by the host where it can.
 * They are named by where they stand: `providers/local/apiKey`.
 */
export class Secrets {
  readonly #path: string
  readonly #box: SecretBox
  #sealed: Record<string, string>

  constructor(dataDir: string, box: SecretBox = plainBox) {
    this.#path = join(dataDir, 'secrets.json')
    this.#box = box
    this.#sealed = readSealed(this.#path)
  }

  /** The secret in clear; '' when none is set; null when this host cannot open it. */
  get(secret: Secret): string | null {
    if (typeof secret === 'string') return secret
    const sealed = this.#sealed[secret.$secret]
    if (sealed === undefined) return ''
    // A file written without a desktop must stay readable on one, so plain values open everywhere.
    return plainBox.open(sealed) ?? this.#box.open(sealed)
  }

  /** Which are stored, and whether this host can open them. */
  states(): Record<string, 'set' | 'unreadable'> {
    return Object.fromEntries(
      Object.keys(this.#sealed).map((name) => [
        name,
        this.get({ $secret: name }) === null ? 'unreadable' : 'set',
      ]),
    )
  }

  /**
   * Moves every secret typed in clear out of a config value and leaves a reference; in place.
   * Returns whether anything was moved.
   */
  async take(root: unknown): Promise<boolean> {
    const found = new Map<string, string>()
    collect(root, [], found)
    if (found.size === 0) return false
    const next = { ...this.#sealed }
    for (const [name, plain] of found) next[name] = this.#box.seal(plain)
    await this.#save(next)
    return true
  }

  async #save(next: Record<string, string>): Promise<void> {
    await writeFileAtomic(this.#path, `${JSON.stringify(next, null, 2)}\n`, { mode: 0o600 })
    this.#sealed = next
  }
}

function collect(value: unknown, path: readonly string[], found: Map<string, string>): void {
  if (typeof value !== 'object' || value === null) return
  for (const [key, item] of Object.entries(value)) {
    const named = Array.isArray(value) ? ((item as { id?: string } | null)?.id ?? key) : key
    const here = [...path, named]
    if (secretFields.has(key) && typeof item === 'string') {
      if (item === '') continue
      const name = here.join('/')
      found.set(name, item)
      ;(value as Record<string, unknown>)[key] = { $secret: name }
    } else collect(item, here, found)
  }
}

function readSealed(path: string): Record<string, string> {
  if (!existsSync(path)) return {}
  try {
    chmodSync(path, 0o600)
    const read: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return typeof read === 'object' && read !== null ? (read as Record<string, string>) : {}
  } catch {
    // Unreadable secrets show as 请重新填写; the config itself goes on working.
    return {}
  }
}
