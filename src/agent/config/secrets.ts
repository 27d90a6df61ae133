import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { z } from 'zod'
import { type Secret, SecretRef, secretFields } from '../../shared/config.ts'
import type { SecretBox } from '../agent.ts'

const Sealed = z.record(z.string(), z.string())

const plainBox: SecretBox = {
  seal: (plain) => `plain:${plain}`,
  open: (sealed) => (sealed.startsWith('plain:') ? sealed.slice('plain:'.length) : null),
}

/** Secrets that were moved out of a configuration: in use at once, on the disk when they are saved. */
export interface MovedSecrets {
  /** Rejects when they cannot be written. */
  save(): Promise<void>
  /** Makes everything as it was before the move. Never rejects. */
  undo(): Promise<void>
}

/**
 * Keys and tokens, in `secrets.json` (0600) beside the config, sealed by the host where it can.
 * They are named by where they stand: `providers/local/apiKey`.
 */
export class Secrets {
  readonly #path: string
  readonly #box: SecretBox
  #sealed: Readonly<Record<string, string>>
  /** Names a configuration refers to, stored or not. */
  readonly #named = new Set<string>()

  constructor(dataDir: string, box: SecretBox = plainBox) {
    this.#path = join(dataDir, 'secrets.json')
    this.#box = box
    this.#sealed = readSealed(this.#path)
  }

  /** The secret in clear; '' when none is set; null when there was one that this host cannot open, or that is gone. */
  get(secret: Secret): string | null {
    if (typeof secret === 'string') return secret
    const sealed = Object.hasOwn(this.#sealed, secret.$secret) ? this.#sealed[secret.$secret] : undefined
    if (sealed === undefined) return null
    // A file written without a desktop must stay readable on one, so plain values open everywhere.
    return plainBox.open(sealed) ?? this.#box.open(sealed)
  }

  /** All that are stored or referred to, and whether this host can open them. */
  states(): Record<string, 'set' | 'unreadable'> {
    return Object.fromEntries(
      [...new Set([...Object.keys(this.#sealed), ...this.#named])].map((name) => [
        name,
        this.get({ $secret: name }) === null ? 'unreadable' : 'set',
      ]),
    )
  }

  /** Moves every secret typed in clear out of a config value and leaves a reference; in place. Null without any. */
  move(root: unknown): MovedSecrets | null {
    const found = new Map<string, string>()
    collect(root, [], found, this.#named)
    if (found.size === 0) return null
    const before = this.#sealed
    this.#sealed = {
      ...before,
      ...Object.fromEntries([...found].map(([name, plain]) => [name, this.#box.seal(plain)])),
    }
    return {
      save: () => this.#write(),
      undo: async () => {
        this.#sealed = before
        await this.#write().catch(() => undefined)
      },
    }
  }

  async #write(): Promise<void> {
    await writeFileAtomic(this.#path, `${JSON.stringify(this.#sealed, null, 2)}\n`, { mode: 0o600 })
  }
}

function collect(
  value: unknown,
  path: readonly string[],
  found: Map<string, string>,
  named: Set<string>,
): void {
  if (typeof value !== 'object' || value === null) return
  for (const [key, item] of Object.entries(value)) {
    const step = Array.isArray(value) ? nameOf(item, key) : key
    const here = [...path, step]
    if (!secretFields.has(key)) collect(item, here, found, named)
    else if (typeof item === 'string') {
      if (item === '') continue
      const name = here.join('/')
      found.set(name, item)
      named.add(name)
      ;(value as Record<string, unknown>)[key] = { $secret: name }
    } else {
      const reference = SecretRef.safeParse(item)
      if (reference.success) named.add(reference.data.$secret)
    }
  }
}

/** What an entry of a list is called; its place would be another one when an entry before it goes. */
function nameOf(item: unknown, place: string): string {
  const { id, name } = (item ?? {}) as { id?: unknown; name?: unknown }
  return [id, name].find((one) => typeof one === 'string') ?? place
}

function readSealed(path: string): Record<string, string> {
  if (!existsSync(path)) return {}
  try {
    chmodSync(path, 0o600)
    const read: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return Sealed.parse(read)
  } catch {
    // Unreadable secrets show as 请重新填写; the config itself goes on working.
    return {}
  }
}
