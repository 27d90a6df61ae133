import { lookup } from 'node:dns/promises'
import http from 'node:http'
import https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import type { Clock } from '../kernel/clock.ts'
import { freeMemory } from '../kernel/free-memory.ts'
import { ProblemError } from '../kernel/problem.ts'
import {
  type FetchKind,
  notWebAddress,
  privateHost,
  tooLarge,
  tooManyRedirects,
  tooSlow,
  unreachable,
} from './fetch-problems.ts'
import { isPublicAddress } from './public-address.ts'

const mostRedirects = 5
/** Of an answer that is no success: enough to see why. */
const mostOfRefusal = 64 * 1024

export interface GuardedRequest {
  readonly kind: FetchKind
  /** A larger body is refused, by its announced length if it has one. */
  readonly maxBytes: number
  /** Milliseconds for everything, redirects included. */
  readonly timeoutMs: number
  /** Hosts (`192.168.1.5`, `nas.lan:8080`) that may be private. */
  readonly allowHosts: readonly string[]
  readonly signal: AbortSignal
  /** Told how many bytes of the body are there. */
  onProgress?(bytes: number): void
}

export interface GuardedAnswer {
  /** Where it came from in the end, after redirects. */
  readonly url: string
  readonly status: number
  /** Without parameters, in lower case; '' when none was told. */
  readonly contentType: string
  /** Character set of the content type, in lower case; '' when none was told. */
  readonly charset: string
  /** How the bytes are packed, such as `gzip`, though nobody asked for it; '' for not at all. */
  readonly encoding: string
  /** Owns its memory. Of refusals (status 300 and above) cut after 64 KiB. */
  readonly bytes: Buffer<ArrayBuffer>
}

export type Resolve = (name: string) => Promise<{ address: string; family: number }[]>
export type GuardedFetch = (url: string, request: GuardedRequest) => Promise<GuardedAnswer>

/**
 * A GET for addresses that strangers chose. It only speaks to public addresses: every address that a name resolves to
 * is checked, the connection goes to one that was checked, and each redirect is checked anew.
 * Rejects with the signal's reason or a ProblemError whose code begins with that of the kind: `….address`, `….private`,
 * `….redirects`, `….too-large`, `….slow`, `….unreachable`.
 */
export function guardedFetch(options: { clock: Clock; resolve?: Resolve }): GuardedFetch {
  const resolve = options.resolve ?? ((name: string) => lookup(name, { all: true }))
  return async (url, request) => {
    const limit = new AbortController()
    const { kind, timeoutMs } = request
    const cancel = options.clock.after(timeoutMs, () => limit.abort(tooSlow(kind, timeoutMs)))
    const signal = AbortSignal.any([request.signal, limit.signal])
    try {
      return await follow(url, { ...request, signal }, resolve)
    } catch (error) {
      if (signal.aborted) throw signal.reason
      throw error
    } finally {
      cancel()
    }
  }
}

async function follow(url: string, request: GuardedRequest, resolve: Resolve): Promise<GuardedAnswer> {
  let target = addressOf(url, null, request.kind)
  for (let hop = 0; hop <= mostRedirects; hop++) {
    const answer = await get(target, request, resolve)
    if (!('location' in answer)) return answer
    target = addressOf(answer.location, target, request.kind)
  }
  throw tooManyRedirects(request.kind, mostRedirects)
}

function addressOf(url: string, base: URL | null, kind: FetchKind): URL {
  const target = URL.canParse(url, base?.href) ? new URL(url, base?.href) : null
  if (!target || !/^https?:$/.test(target.protocol) || target.username !== '' || target.password !== '') {
    throw notWebAddress(kind)
  }
  return target
}

function get(
  target: URL,
  request: GuardedRequest,
  resolve: Resolve,
): Promise<GuardedAnswer | { location: string }> {
  const { signal, kind } = request
  const name = hostName(target)
  const allowed = request.allowHosts.some((host) => isHost(host, target))
  // Node connects to a number without looking it up.
  if (isIP(name) !== 0 && !allowed && !isPublicAddress(name, false)) throw privateHost(kind, target)
  return new Promise((settle, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const outgoing = (target.protocol === 'https:' ? https : http).get(target, {
      agent: false,
      signal,
      lookup: allowed ? lookupAny(resolve) : lookupPublic(resolve, target, kind),
      headers: { ...kind.headers, 'accept-encoding': 'identity', 'user-agent': 'Mozilla/5.0' },
    })
    outgoing.on('response', (response) => {
      const { location } = response.headers
      const status = response.statusCode ?? 0
      if (status >= 300 && status < 400 && location !== undefined) {
        response.destroy()
        return settle({ location })
      }
      readBody(response, request).then((bytes) => {
        settle({ url: target.href, status, ...contentOf(response), bytes })
      }, fail)
    })
    outgoing.on('error', fail)
    function fail(error: unknown): void {
      outgoing.destroy()
      reject(error instanceof ProblemError ? error : unreachable(kind, target, error))
    }
  })
}

function contentOf({ headers }: http.IncomingMessage): Omit<GuardedAnswer, 'url' | 'status' | 'bytes'> {
  const told = headers['content-type']?.toLowerCase() ?? ''
  const encoding = headers['content-encoding']?.trim().toLowerCase() ?? ''
  return {
    contentType: told.split(';')[0]?.trim() ?? '',
    charset: /;\s*charset\s*=\s*["']?([\w.:-]+)/.exec(told)?.[1] ?? '',
    encoding: encoding === 'identity' ? '' : encoding,
  }
}

/** Reads a body into one piece of memory of its own: what Node pools cannot be handed to a worker. */
function readBody(response: http.IncomingMessage, request: GuardedRequest): Promise<Buffer<ArrayBuffer>> {
  const announced = Number(response.headers['content-length'] ?? Number.NaN)
  const isRefusal = (response.statusCode ?? 0) >= 300
  const limit = isRefusal ? mostOfRefusal : request.maxBytes
  // Filled as it comes where the length is known; gathered in pieces twice the memory is needed at the end.
  const whole = announced <= limit ? Buffer.allocUnsafeSlow(announced) : null
  const pieces: Buffer[] = []
  let length = 0
  return new Promise((resolve, reject) => {
    const finish = () => {
      if (whole?.length === length) return resolve(whole)
      // Some answers announce a body that they may not have: what was not filled is somebody else's memory.
      resolve(joined(whole ? [whole] : pieces, Math.min(length, limit)))
    }
    if (!isRefusal && announced > limit) return reject(tooLarge(request.kind, limit))
    response.on('data', (piece: Buffer) => {
      const count = piece.length
      if (whole) {
        piece.copy(whole, length)
        release(piece)
      } else pieces.push(piece)
      length += count
      request.onProgress?.(length)
      if (length <= limit) return
      if (isRefusal) finish()
      else reject(tooLarge(request.kind, limit))
      response.destroy()
    })
    response.on('end', finish)
    response.on('error', reject)
  })
}

function joined(pieces: readonly Buffer[], length: number): Buffer<ArrayBuffer> {
  const whole = Buffer.allocUnsafeSlow(length)
  let at = 0
  for (const piece of pieces) at += piece.copy(whole, at)
  return whole
}

function lookupPublic(resolve: Resolve, target: URL, kind: FetchKind): LookupFunction {
  return lookupWith(async (name) => {
    const addresses = await resolve(name)
    if (!addresses.every(({ address }) => isPublicAddress(address, true))) throw privateHost(kind, target)
    return addresses
  })
}

function lookupAny(resolve: Resolve): LookupFunction {
  return lookupWith(resolve)
}

function lookupWith(resolve: Resolve): LookupFunction {
  return (name, options, done) => {
    resolve(name).then(
      (addresses) => {
        const [first] = addresses
        if (!first) done(new Error(`No address for ${name}`), '')
        else if (options.all) done(null, addresses)
        else done(null, first.address, first.family)
      },
      (error: unknown) => done(error as NodeJS.ErrnoException, ''),
    )
  }
}

function hostName({ hostname }: URL): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
}

/** Whether an entry of the settings, a host with or without a port, means this address. */
function isHost(entry: string, target: URL): boolean {
  const port = target.port || (target.protocol === 'https:' ? '443' : '80')
  const [host, wanted = port] = entry.toLowerCase().split(':')
  return host === hostName(target) && wanted === port
}

/** A large body comes in hundreds of pieces. */
function release(piece: Buffer): void {
  const { buffer } = piece
  const isOwn = buffer instanceof ArrayBuffer && piece.byteLength === buffer.byteLength
  if (isOwn) freeMemory(buffer)
}
