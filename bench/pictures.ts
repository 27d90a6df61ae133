import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp, { type Sharp } from 'sharp'

export const pictureCount = 40

const patchSide = 8
const patchContrast = 50

interface Kind {
  readonly type: string
  readonly extension: string
  /** Width over height. */
  readonly shape: number
  /** Distance between the darkest and the lightest grain. */
  readonly grain: number
  /** What a pixel comes to in the file, measured. */
  readonly bytesPerPixel: number
  encode(raw: Sharp): Sharp
}

/** As a telephone takes them: 4 to 10 million pixels. */
const photo: Kind = {
  type: 'image/jpeg',
  extension: 'jpg',
  shape: 4 / 3,
  grain: 36,
  bytesPerPixel: 0.29,
  encode: (raw) => raw.jpeg({ quality: 88 }),
}
/** As a telephone shows them: narrow and high. */
const screenshot: Kind = {
  type: 'image/png',
  extension: 'png',
  shape: 9 / 20,
  grain: 4,
  bytesPerPixel: 1.3,
  encode: (raw) => raw.png({ compressionLevel: 6, adaptiveFiltering: true }),
}

/** Which kind a picture is: the first is a photo, the second a screenshot, and so on. */
function kindOf(index: number): Kind {
  return index % 2 === 0 ? photo : screenshot
}

/** Name of a picture's file; the first is about 1 MB, the last about 3 MB. */
export function pictureName(index: number): string {
  return `picture-${index}.${kindOf(index).extension}`
}

export function pictureType(index: number): string {
  return kindOf(index).type
}

/** The same bytes for the same number, with the same sharp. */
export async function makePicture(index: number): Promise<Buffer> {
  const kind = kindOf(index)
  const bytes = 1_100_000 + (1_700_000 * index) / (pictureCount - 1)
  const pixels = bytes / kind.bytesPerPixel
  const width = Math.round(Math.sqrt(pixels * kind.shape))
  const height = Math.round(pixels / width)
  const data = grained(width, height, { seed: index + 7, grain: kind.grain })
  return kind.encode(sharp(data, { raw: { width, height, channels: 3 } })).toBuffer()
}

/** A folder with all of them, made once and kept in the temporary folder. */
export async function picturesFolder(): Promise<string> {
  const source = readFileSync(fileURLToPath(import.meta.url))
  const version = createHash('sha256').update(source).update(sharp.versions.sharp).digest('hex').slice(0, 8)
  const folder = join(tmpdir(), 'apricot-bench', `pictures-${version}`)
  if (existsSync(folder)) return folder
  const unfinished = `${folder}.part`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { recursive: true })
  for (let index = 0; index < pictureCount; index++) {
    writeFileSync(join(unfinished, pictureName(index)), await makePicture(index))
  }
  renameSync(unfinished, folder)
  return folder
}

/** Soft waves of colour, patches of eight pixels as the detail that stays when it is made smaller, and grain. */
function grained(width: number, height: number, { seed, grain }: { seed: number; grain: number }): Buffer {
  const random = xorshift(seed)
  const tile = new Float64Array(1 << 20).map(() => random() / 2 ** 32 - 0.5)
  const mask = tile.length - 1
  const wave = (length: number, phase: number) =>
    Float64Array.from({ length }, (_, at) => 50 * Math.sin(phase + (at * 9) / length))
  const across = [0, 2, 4].map((phase) => wave(width, phase))
  const down = [1, 3, 5].map((phase) => wave(height, phase))
  const data = Buffer.alloc(width * height * 3)
  let at = 0
  let patches = 0
  for (let y = 0; y < height; y++) {
    // Rows begin somewhere else in the tile each, so that no two are alike.
    let from = random()
    if (y % patchSide === 0) patches = random()
    for (let x = 0; x < width; x++) {
      const patch = patchContrast * (tile[(patches + Math.floor(x / patchSide)) & mask] ?? 0)
      for (let channel = 0; channel < 3; channel++) {
        const soft = (across[channel]?.[x] ?? 0) + (down[channel]?.[y] ?? 0)
        data[at++] = Math.round(128 + soft + patch + grain * (tile[from++ & mask] ?? 0))
      }
    }
  }
  return data
}

function xorshift(seed: number): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state
  }
}
