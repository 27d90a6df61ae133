import { ProblemError } from '../kernel/problem.ts'
import type { FetchKind } from '../net/fetch-problems.ts'
import type { GuardedFetch } from '../net/guarded-fetch.ts'
import { addressExpired, noAddress, notPicture, refusedWith, tooLargeInline } from './picture-problems.ts'
import { pictureType } from './picture-type.ts'

export interface FetchBytesOptions {
  readonly get: GuardedFetch
  readonly maxMegabytes: number
  readonly timeoutMs: number
  readonly allowHosts: readonly string[]
  readonly signal: AbortSignal
  /** A fresh address once the old one is dead; null when there is none. */
  refresh(signal: AbortSignal): Promise<string | null>
  onProgress(bytes: number): void
}

const pictures: FetchKind = {
  code: 'picture',
  name: '图片',
  headers: { accept: 'image/*,*/*;q=0.5' },
  hints: {
    private: '确实要取的话，把它加进设置里的「允许的内网主机」',
    tooLarge: '要取更大的，改设置里的「最大图片」',
    slow: '网络慢的话，把设置里的「取图时限」调大',
  },
}

/** A new address may help against these, nothing else would. */
const mayBeStale: ReadonlySet<string> = new Set([
  'picture.expired',
  'picture.status',
  'picture.not-picture',
  'picture.unreachable',
  'picture.no-address',
])
/** QQ's servers say so of an address that has expired, or whose signature they do not take. */
const expiredWords = /"retcode"\s*:\s*-(5503007|5503010)\b|download url has expired|invalid rkey/

/**
 * The bytes of a picture, whose first ones say that it is one. When its address is dead a fresh one is asked for, once.
 * Rejects with the signal's reason or a ProblemError `picture.*`.
 * @param address a web address, `base64://…`, or '' when none was told.
 */
export async function fetchBytes(address: string, options: FetchBytesOptions): Promise<Buffer<ArrayBuffer>> {
  try {
    return await bytesAt(address, options)
  } catch (error) {
    if (!(error instanceof ProblemError) || !mayBeStale.has(error.problem.code)) throw error
    const fresh = await options.refresh(options.signal).catch(() => null)
    options.signal.throwIfAborted()
    if (fresh === null || fresh === '') throw error
    return await bytesAt(fresh, options)
  }
}

async function bytesAt(address: string, options: FetchBytesOptions): Promise<Buffer<ArrayBuffer>> {
  if (address === '') throw noAddress()
  if (address.startsWith('base64://')) return inlineBytes(address, options.maxMegabytes)
  const { maxMegabytes, timeoutMs, allowHosts, signal, onProgress } = options
  const { status, contentType, bytes } = await options.get(address, {
    kind: pictures,
    maxBytes: maxMegabytes * 1_000_000,
    timeoutMs,
    allowHosts,
    signal,
    onProgress,
  })
  if (status >= 200 && status < 300 && pictureType(bytes)) return bytes
  if (expiredWords.test(bytes.toString('latin1', 0, 4096))) throw addressExpired()
  throw status >= 200 && status < 300 ? notPicture(contentType) : refusedWith(status)
}

function inlineBytes(address: string, maxMegabytes: number): Buffer<ArrayBuffer> {
  const text = address.slice('base64://'.length)
  if (text.length * 0.75 > maxMegabytes * 1_000_000) throw tooLargeInline(maxMegabytes)
  return ownBytes(Buffer.from(text, 'base64'))
}

/** The same bytes as the only ones in their piece of memory, as a worker must be given them; checked to be a picture. */
export function ownBytes(bytes: Buffer): Buffer<ArrayBuffer> {
  if (!pictureType(bytes)) throw notPicture('')
  const own = Buffer.allocUnsafeSlow(bytes.length)
  bytes.copy(own)
  return own
}
