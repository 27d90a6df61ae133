import { basename } from 'node:path'
import type { Problem } from '../../../shared/problem.ts'
import { cleanLine } from '../../kernel/text.ts'
import type { ChatAddress, OutgoingPart } from '../chat-client.ts'
import { inlineBytes } from './inline-bytes.ts'
import { type EndCall, receiver } from './outgoing.ts'

const mega = 1_000_000
/** What ends take as a picture. */
const largestPicture = 10 * mega
/** Ends close the connection over frames that are larger than they like; NapCat's limit is 50 MiB, others have less. */
const largestFrame = 20 * 1024 * 1024
/** Room for everything in a frame that is no media. */
const rest = 64 * 1024
/** Base64 writes three bytes as four characters. */
const mostBytes = Math.floor(((largestFrame - rest) * 3) / 4)

/** Milliseconds for a message with so many bytes of pictures, at 128 KiB a second. */
export function mediaTimeout(base: number, bytes: number): number {
  return Math.min(180_000, base + (bytes / (128 * 1024)) * 1000)
}

/** How many bytes of pictures a message carries. */
export function pictureBytes(parts: readonly OutgoingPart[]): number {
  return parts.reduce((sum, part) => sum + (part.type === 'image' ? part.bytes.length : 0), 0)
}

/** Why the pictures of a message are too large to be sent; null when they are not. */
export function picturesTooLarge(parts: readonly OutgoingPart[]): Problem | null {
  const single = parts.find((part) => part.type === 'image' && part.bytes.length > largestPicture)
  if (single?.type === 'image') return tooLarge('图片', single.bytes.length, largestPicture)
  const all = pictureBytes(parts)
  return all > mostBytes ? tooLarge('图片', all, mostBytes) : null
}

/** Why a file is too large to be sent; null when it is not. */
export function fileTooLarge(bytes: Uint8Array): Problem | null {
  return bytes.length > mostBytes ? tooLarge('文件', bytes.length, mostBytes) : null
}

/** The call that puts a file into a chat. Its bytes go along: a path would be one on the end's machine. */
export function uploadCall(chat: ChatAddress, name: string, bytes: Uint8Array): EndCall {
  return {
    action: `upload_${chat.kind}_file`,
    params: { ...receiver(chat), file: inlineBytes(bytes), name: fileName(name) },
  }
}

/** Ends write the file under this name into a folder of theirs first. */
function fileName(name: string): string {
  const last = cleanLine(basename(name.replaceAll('\\', '/')), 255)
  return /^\.*$/.test(last) ? '文件' : last
}

function tooLarge(what: string, bytes: number, most: number): Problem {
  const size = (bytes / mega).toFixed(1)
  return {
    code: 'onebot.too-large',
    message: `${what}有 ${size} MB，没有发：一次最多 ${Math.floor(most / mega)} MB`,
    hint: '改小一点，或者分几次发',
  }
}
