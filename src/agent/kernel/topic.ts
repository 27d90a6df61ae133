import { Emitter, type Unsubscribe } from './emitter.ts'

/**
 * One live value of the panel: an object whose fields (or rows, for a table) change one by one.
 * Field values are replaced, never mutated; the object itself is reused, so copy it before keeping it.
 */
export class Topic<T extends object> {
  readonly #value: T
  readonly #changed = new Emitter<keyof T>()

  constructor(initial: T) {
    this.#value = { ...initial }
  }

  get value(): Readonly<T> {
    return this.#value
  }

  set<K extends keyof T>(key: K, value: T[K]): void {
    if (Object.is(this.#value[key], value)) return
    this.#value[key] = value
    this.#changed.emit(key)
  }

  /** Replaces the given fields; fields that are already identical are not reported as changed. */
  patch(fields: Partial<T>): void {
    for (const key of Object.keys(fields) as (keyof T)[]) this.set(key, fields[key] as T[keyof T])
  }

  /** Removes a row of a table; an unknown key is ignored. */
  remove(key: keyof T): void {
    if (!Object.hasOwn(this.#value, key)) return
    delete this.#value[key]
    this.#changed.emit(key)
  }

  /** Called with each key that changed, after it changed. */
  subscribe(listener: (key: keyof T) => void): Unsubscribe {
    return this.#changed.on(listener)
  }
}
