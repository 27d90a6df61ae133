import type { Problem } from '../../../shared/problem.ts'
import { t } from '../../i18n/i18n.ts'

/** A file as the bot is given it. */
export interface TransferFile {
  name: string
  text: string
}

export interface RefusedFile {
  name: string
  problem: Problem
}

/** Bytes of one call on the wire; the web panel's door does not take much more. */
export const callBytes = 6_000_000
const filesPerCall = 2000
/** An export is cut at its lines, anything else has to be read whole. */
const largestExport = 200_000_000
const largestFile = 24_000_000
/** Folders of a project that hold nothing of its owner's. */
const noise = /(^|\/)(node_modules|\.git|__pycache__|\.?venv|site-packages)\/|(^|\/)package(-lock)?\.json$/

/** Whether a file is worth opening. Of a folder only what may be meant is; what was chosen by itself is meant. */
export function isWanted(path: string): boolean {
  return !path.includes('/') || (/\.jsonl?$/i.test(path) && !noise.test(path))
}

/** What can be told about a file without reading it; null when it is worth reading. */
export function complaintAboutFile({
  name,
  type,
  size,
}: Pick<File, 'name' | 'type' | 'size'>): Problem | null {
  if (type.startsWith('image/'))
    return {
      code: 'import.picture',
      message: t('是图片，里面的角色卡读不出来'),
      hint: t('在原来的程序里导出成 JSON，再拿过来。'),
    }
  if (!/\.jsonl?$/i.test(name))
    return {
      code: 'import.kind',
      message: t('不是 .json 也不是 .jsonl'),
      hint: t('要杏桃的导出、AI_chat 的文件夹，或者 SillyTavern 的角色卡。'),
    }
  const most = /\.jsonl$/i.test(name) ? largestExport : largestFile
  return size > most ? tooLarge(most) : null
}

export function unreadable(): Problem {
  return {
    code: 'import.unreadable',
    message: t('读不出来'),
    hint: t('文件可能被删了，或者没有权限；放到别处再选一次。'),
  }
}

function tooLarge(most: number): Problem {
  return {
    code: 'import.too-large',
    message: t('太大了，超过 {{n}} MB', { n: Math.round(most / 1_000_000) }),
    hint: t('看看是不是选错了文件；是的话分成几份再导入。'),
  }
}

/** Length of a text inside a JSON message, in bytes. */
export function wireBytes(text: string): number {
  let bytes = 2
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === 0x22 || code === 0x5c) bytes += 2
    else if (code < 0x20) bytes += code >= 8 && code <= 13 && code !== 11 ? 2 : 6
    else if (code < 0x80) bytes += 1
    else if (code < 0x800) bytes += 2
    // Two of these are a pair of four bytes; a lone one is written out with six.
    else if (code >= 0xd800 && code <= 0xdfff) bytes += isPaired(text, index) ? 2 : 6
    else bytes += 3
  }
  return bytes
}

function isPaired(text: string, index: number): boolean {
  const code = text.charCodeAt(index)
  const other = text.charCodeAt(code < 0xdc00 ? index + 1 : index - 1)
  return code < 0xdc00 ? other >= 0xdc00 && other <= 0xdfff : other >= 0xd800 && other < 0xdc00
}

/** One of our own exports begins with a line that says so. */
function isExport(text: string): boolean {
  return text.slice(0, 2000).split('\n', 1)[0]?.includes('"apricot"') === true
}

/**
 * Cuts an export between its lines into pieces of at most `most` bytes, each with the first line in front: that is how
 * the bot knows that they belong together. A line that is longer by itself is a piece of its own.
 */
export function cutExport(text: string, most: number): string[] {
  const first = text.indexOf('\n') + 1
  const header = text.slice(0, first)
  if (first === 0 || wireBytes(text) <= most) return [text]
  const room = most - wireBytes(header)
  const pieces: string[] = []
  let from = first
  let bytes = 0
  for (let at = first; at < text.length; ) {
    const newline = text.indexOf('\n', at)
    const end = newline < 0 ? text.length : newline + 1
    const line = wireBytes(text.slice(at, end))
    if (bytes > 0 && bytes + line > room) {
      pieces.push(header + text.slice(from, at))
      from = at
      bytes = 0
    }
    bytes += line
    at = end
  }
  return [...pieces, header + text.slice(from)]
}

/**
 * Puts files into calls, each below {@link callBytes}. The settings of AI_chat go first and again in every further
 * call, because its histories are read with them; {@link isSettings} tells who applies not to do so twice. What is too
 * large for a call, and cannot be cut, comes back refused.
 */
export function packFiles(
  files: readonly TransferFile[],
  most = callBytes,
): { calls: TransferFile[][]; refused: RefusedFile[] } {
  const settingsFirst = files.toSorted((a, b) => Number(isSettings(b)) - Number(isSettings(a)))
  const settings = files.filter(isSettings)
  const settingsBytes = settings.reduce((sum, file) => sum + bytesOf(file), 0)
  const repeated = settingsBytes <= most / 20 ? settings : []
  const repeatedBytes = repeated.length > 0 ? settingsBytes : 0
  const calls: TransferFile[][] = []
  const refused: RefusedFile[] = []
  let room = 0
  for (const { name, text } of settingsFirst) {
    for (const piece of isExport(text) ? cutExport(text, most) : [text]) {
      const bytes = bytesOf({ name, text: piece })
      if (bytes + repeatedBytes > most * 1.2) {
        refused.push({ name, problem: tooLarge(most) })
        continue
      }
      const call = calls.at(-1)
      if (call && bytes <= room && call.length < filesPerCall) {
        call.push({ name, text: piece })
        room -= bytes
      } else {
        const before = calls.length > 0 ? repeated : []
        calls.push([...before, { name, text: piece }])
        room = most - repeatedBytes - bytes
      }
    }
  }
  return { calls, refused }
}

/** With the frame of JSON around it. */
function bytesOf({ name, text }: TransferFile): number {
  return wireBytes(text) + wireBytes(name) + 20
}

/** Whether a file holds what all the others of its folder are read with. */
export function isSettings({ name }: Pick<TransferFile, 'name'>): boolean {
  return /(^|[\\/])system\.json$/i.test(name)
}
