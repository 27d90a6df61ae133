import type { Character, CharacterFields } from '../../shared/character.ts'
import type { SettingsLayer } from '../../shared/settings.ts'
import type { Database } from './database.ts'

interface CharacterRowSql {
  id: number
  name: string
  avatar: string
  prompt: string
  greeting: string
  settings: string
  created_at: number
  removed_at: number | null
}

/** The characters, in memory: every turn asks for one. Removed ones are only stored, and can be brought back. */
export class Characters {
  readonly #database: Database
  readonly #insert
  readonly #update
  readonly #setRemoved
  readonly #all
  readonly #stored
  readonly #byId = new Map<number, Character>()

  constructor(database: Database) {
    this.#database = database
    this.#insert = database.prepare<[string, string, string, string, string, number]>(
      'INSERT INTO characters (name, avatar, prompt, greeting, settings, created_at) VALUES (?, ?, ?, ?, ?, ?)',
    )
    this.#update = database.prepare<[string, string, string, string, string, number]>(
      'UPDATE characters SET name = ?, avatar = ?, prompt = ?, greeting = ?, settings = ? WHERE id = ?',
    )
    this.#setRemoved = database.prepare<[number | null, number]>(
      'UPDATE characters SET removed_at = ? WHERE id = ?',
    )
    this.#all = database.prepare<[], CharacterRowSql>(
      'SELECT * FROM characters WHERE removed_at IS NULL ORDER BY id',
    )
    this.#stored = database.prepare<[number], CharacterRowSql>('SELECT * FROM characters WHERE id = ?')
    this.#read()
    database.onLost(() => this.#read())
  }

  /** Those that are not removed, oldest first. */
  all(): Character[] {
    return [...this.#byId.values()].sort((a, b) => a.id - b.id)
  }

  /** Null when there is none, or it was removed. */
  get(id: number): Character | null {
    return this.#byId.get(id) ?? null
  }

  insert(fields: CharacterFields, at: number): Character {
    const { name, avatar, prompt, greeting, settings } = fields
    const { lastInsertRowid } = this.#database.write(() =>
      this.#insert.run(name, avatar, prompt, greeting, JSON.stringify(settings), at),
    )
    const character: Character = { ...fields, id: Number(lastInsertRowid), createdAt: at }
    this.#byId.set(character.id, character)
    return character
  }

  /** Replaces a character by what it is now. Throws when there is none with its id. */
  change(character: Character): void {
    const { id, name, avatar, prompt, greeting, settings } = character
    if (!this.#byId.has(id)) throw new Error(`There is no character ${id}`)
    this.#database.write(() => this.#update.run(name, avatar, prompt, greeting, JSON.stringify(settings), id))
    this.#byId.set(id, character)
  }

  /** Removes a character at a time, or brings it back with null. False when there never was one. */
  setRemoved(id: number, at: number | null): boolean {
    const row = this.#stored.get(id)
    if (!row) return false
    this.#database.write(() => this.#setRemoved.run(at, id))
    if (at === null) this.#byId.set(id, fromRow(row))
    else this.#byId.delete(id)
    return true
  }

  #read(): void {
    this.#byId.clear()
    for (const row of this.#all.all()) this.#byId.set(row.id, fromRow(row))
  }
}

function fromRow(row: CharacterRowSql): Character {
  const { id, name, avatar, prompt, greeting } = row
  const settings = JSON.parse(row.settings) as SettingsLayer
  return { id, name, avatar, prompt, greeting, settings, createdAt: row.created_at }
}
