import { isRecord } from '../kernel/record.ts'
import { head } from '../kernel/text.ts'

/** Anything in braces. What is in it comes from outside: ask with {@link Fields}, never by `.`. */
export type Json = Readonly<Record<string, unknown>>

/** The value under a key that the object has itself: `constructor` must not find anything. */
export function valueAt(json: Json, key: string): unknown {
  return Object.hasOwn(json, key) ? json[key] : undefined
}

export interface Bounds {
  readonly min: number
  readonly max: number
  readonly whole?: boolean
}

/**
 * Reads an object whose fields may be anything. A missing field reads as undefined, and so does one of a wrong type,
 * after a sentence about it was added to `faults`.
 */
export class Fields {
  readonly #json: Json
  readonly #place: string
  readonly #faults: string[]
  readonly #asked = new Set<string>()

  constructor(json: Json, place: string, faults: string[]) {
    this.#json = json
    this.#place = place
    this.#faults = faults
  }

  text(key: string): string | undefined {
    return this.#read(key, '一段文字', (value) => (typeof value === 'string' ? value : undefined))
  }

  flag(key: string): boolean | undefined {
    return this.#read(key, ' true 或 false', (value) => (typeof value === 'boolean' ? value : undefined))
  }

  number(key: string, { min, max, whole = false }: Bounds): number | undefined {
    const kind = ` ${min} 到 ${max} 的${whole ? '整' : ''}数`
    return this.#read(key, kind, (value) => {
      if (typeof value !== 'number' || !(value >= min && value <= max)) return undefined
      return whole && !Number.isInteger(value) ? undefined : value
    })
  }

  choice<T extends string>(key: string, choices: readonly T[]): T | undefined {
    return this.#read(key, ` ${choices.join(' 或 ')}`, (value) => choices.find((choice) => choice === value))
  }

  list(key: string): readonly unknown[] | undefined {
    return this.#read(key, '一个列表', (value) => (Array.isArray(value) ? value : undefined))
  }

  texts(key: string): readonly string[] | undefined {
    return this.#read(key, '一列文字', (value) => (isTexts(value) ? value : undefined))
  }

  /** A text that may be written as a list of its lines. */
  lines(key: string): string | undefined {
    return this.#read(key, '一段文字，或者一行一项的列表', (value) => {
      if (typeof value === 'string') return value
      return isTexts(value) ? value.join('\n') : undefined
    })
  }

  group(key: string): Fields | undefined {
    const json = this.#read(key, '一组设置', (value) => (isRecord(value) ? value : undefined))
    return json && new Fields(json, this.#nameOf(key), this.#faults)
  }

  has(key: string): boolean {
    this.#asked.add(key)
    return valueAt(this.#json, key) !== undefined
  }

  /** Names of the fields nobody asked for, at most `most`. */
  unknown(most = 20): string[] {
    const names = Object.keys(this.#json).filter((key) => !this.#asked.has(key))
    return names.slice(0, most).map((key) => head(this.#nameOf(key), 80))
  }

  /** Says that the value of a field cannot be used. */
  refuse(key: string, wanted: string): void {
    this.#faults.push(
      `${this.#nameOf(key)} 写的是${brief(valueAt(this.#json, key))}，要是${wanted}，没有带来`,
    )
  }

  #read<T>(key: string, wanted: string, accept: (value: unknown) => T | undefined): T | undefined {
    this.#asked.add(key)
    const value = valueAt(this.#json, key)
    if (value === undefined || value === null) return undefined
    const accepted = accept(value)
    if (accepted === undefined) this.refuse(key, wanted)
    return accepted
  }

  #nameOf(key: string): string {
    return this.#place ? `${this.#place}.${key}` : key
  }
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

/** A value as part of a sentence; never walks into it. */
export function brief(value: unknown): string {
  if (typeof value === 'string') return `「${shorten(value)}」`
  if (Array.isArray(value)) return listed(value)
  return typeof value === 'object' && value !== null ? '一组字段' : ` ${String(value)}`
}

const mostListed = 5

function listed(values: readonly unknown[]): string {
  if (values.length === 0) return '一个空的列表'
  const plain = values.slice(0, mostListed).every((value) => typeof value === 'string')
  if (!plain) return `一个列表（${values.length} 项）`
  const shown = values.slice(0, mostListed).map((value) => shorten(String(value), 20))
  return `「${shown.join('、')}」${values.length > mostListed ? `等 ${values.length} 个` : ''}`
}

/** The beginning of a text, on one line. */
export function shorten(text: string, max = 30): string {
  const start = head(text, max + 1)
  const line = head(start, max).replace(/\s+/g, ' ')
  return start.length > max ? `${line}…` : line
}

/** A text as it can be kept and sent anywhere: without NUL and without halves of characters. */
export function cleanText(text: string): string {
  return text.includes('\0') || !text.isWellFormed() ? text.replaceAll('\0', '').toWellFormed() : text
}
