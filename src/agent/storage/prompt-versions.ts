import type { PromptVersion } from '../../shared/prompts.ts'
import type { Database } from './database.ts'

/** Of one prompt; named ones are kept for ever. */
const keptUnnamed = 100

/** Every prompt as it was saved, so that any of them can be looked at and taken back. */
export class PromptVersions {
  readonly #database: Database
  readonly #insert
  readonly #ofScope
  readonly #newest
  readonly #setName
  readonly #deleteOld

  constructor(database: Database) {
    this.#database = database
    this.#insert = database.prepare<[string, string, number]>(
      'INSERT INTO prompt_versions (scope, text, at) VALUES (?, ?, ?)',
    )
    this.#ofScope = database.prepare<[string], PromptVersion>(
      'SELECT id, scope, text, name, at FROM prompt_versions WHERE scope = ? ORDER BY id DESC',
    )
    this.#newest = database.prepare<[string], { id: number; text: string }>(
      'SELECT id, text FROM prompt_versions WHERE scope = ? ORDER BY id DESC LIMIT 1',
    )
    this.#setName = database.prepare<[string, number]>('UPDATE prompt_versions SET name = ? WHERE id = ?')
    this.#deleteOld = database.prepare<[string, string]>(
      `DELETE FROM prompt_versions WHERE scope = ? AND name = '' AND id NOT IN
         (SELECT id FROM prompt_versions WHERE scope = ? AND name = '' ORDER BY id DESC LIMIT ${keptUnnamed})`,
    )
  }

  /**
   * Keeps a text of a scope (`core`, `chat:<id>`, `character:<id>`), unless it is the newest one already. Returns the
   * id of its version.
   */
  add(scope: string, text: string, at: number): number {
    const newest = this.#newest.get(scope)
    if (newest?.text === text) return newest.id
    return this.#database.write(() => {
      const { lastInsertRowid } = this.#insert.run(scope, text, at)
      this.#deleteOld.run(scope, scope)
      return Number(lastInsertRowid)
    })
  }

  /** Newest first. */
  ofScope(scope: string): PromptVersion[] {
    return this.#ofScope.all(scope)
  }

  /** False when there is no such version. */
  setName(id: number, name: string): boolean {
    return this.#database.write(() => this.#setName.run(name, id).changes > 0)
  }
}
