import { access, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { extensionOf, type Format } from './conversion.ts'

/** The files of the pictures, named by their hashes. */
export class PictureFiles {
  readonly #folder: string
  #writing = 0

  constructor(folder: string) {
    this.#folder = folder
  }

  path(hash: string, format: Format): string {
    return join(this.#folder, hash.slice(0, 2), `${hash}.${extensionOf[format]}`)
  }

  /** Whole or not at all: a crash leaves at most a temporary file. */
  async write(hash: string, format: Format, data: Uint8Array): Promise<void> {
    const path = this.path(hash, format)
    const temporary = `${path}.${process.pid}-${this.#writing++}.tmp`
    await mkdir(dirname(path), { recursive: true })
    try {
      await writeFile(temporary, data)
      await rename(temporary, path)
    } catch (error) {
      await rm(temporary, { force: true })
      throw error
    }
  }

  /** Null when it is not there. */
  async read(hash: string, format: Format): Promise<Buffer<ArrayBuffer> | null> {
    return await readFile(this.path(hash, format)).catch(() => null)
  }

  async exists(hash: string, format: Format): Promise<boolean> {
    return await access(this.path(hash, format)).then(
      () => true,
      () => false,
    )
  }

  async remove(hash: string): Promise<void> {
    await Promise.all(
      (['jpeg', 'webp'] as const).map((format) => rm(this.path(hash, format), { force: true })),
    )
  }
}
