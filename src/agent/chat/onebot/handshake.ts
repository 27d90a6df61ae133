import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { Role } from './end.ts'
import { someone } from './ids.ts'

/** An account as far as a handshake matters. */
export interface Candidate {
  readonly id: string
  /** '' when none is set: then every connection may come. */
  readonly token: string
  /** The number it is pinned to or bound to at present; null when none is known. */
  readonly selfId: string | null
  /** One more path beside the usual ones. */
  readonly path: string | null
}

/** What a connection says about itself. */
export interface Visitor {
  readonly path: string
  readonly role: Role
  /** X-Self-ID; null when it is not told. */
  readonly selfId: string | null
  /** Every form of the token that was given; empty when none was. */
  readonly tokens: readonly string[]
  /** Address of the other side, for people. */
  readonly remote: string
}

export interface Refusal {
  readonly kind: 'refuse'
  /** HTTP status. */
  readonly status: number
  /** In words, naming the fix. */
  readonly reason: string
  /** Accounts in whose log of attempts it belongs. */
  readonly accountIds: readonly string[]
}

export type Verdict =
  | Refusal
  | { readonly kind: 'bind'; readonly accountId: string }
  /** Nothing speaks against it, but its number is unknown or fits no account. */
  | { readonly kind: 'wait' }

const usualPaths = ['/', '/ws', '/onebot/v11', '/onebot/v11/ws', '/event', '/api']

export interface Admission {
  readonly kind: 'admit'
  readonly visitor: Visitor
  /** Null when it has to wait until its account is known. */
  readonly accountId: string | null
}

export interface HandshakeRequest {
  readonly url: string
  readonly headers: IncomingHttpHeaders
  /** Address of the other side, for people. */
  readonly remote: string
}

/** Decides on the handshake of a reverse WebSocket, from its request alone. */
export function admit(request: HandshakeRequest, candidates: readonly Candidate[]): Admission | Refusal {
  const visitor = readVisitor(request, candidates)
  if ('kind' in visitor) return visitor
  const verdict = judge(visitor, candidates)
  if (verdict.kind === 'refuse') return verdict
  return { kind: 'admit', visitor, accountId: verdict.kind === 'bind' ? verdict.accountId : null }
}

/** Reads the request; a refusal when it is not one that a QQ end makes. */
function readVisitor(request: HandshakeRequest, candidates: readonly Candidate[]): Visitor | Refusal {
  const { headers, remote } = request
  const all = candidates.map((candidate) => candidate.id)
  // A page in a browser can reach loopback; it cannot leave the Origin header out, and QQ ends never send it.
  if (headers.origin !== undefined) return refusal(403, '这是网页发起的连接，不是 QQ 端，已拒绝', all)
  const [rawPath = '/', query = ''] = splitOnce(request.url, '?')
  const path = trimSlash(rawPath)
  if (!isKnownPath(path, candidates)) return refusal(404, wrongPath(path), all)
  const header = headers['x-self-id']
  const selfId = header === undefined || header === '' ? null : someone(header)
  if (header && selfId === null) return refusal(400, '对方报的 QQ 号（X-Self-ID）不是数字', all)
  return {
    path,
    role: roleOf(headers['x-client-role'], path),
    selfId,
    tokens: tokensOf(headers.authorization, query),
    remote,
  }
}

/** Finds the account of a visitor: by its pinned number first, then by token. */
export function judge(visitor: Visitor, candidates: readonly Candidate[]): Verdict {
  const here = usualPaths.includes(visitor.path)
    ? candidates
    : candidates.filter((one) => hasPath(one, visitor.path))
  const welcome = here.filter((one) => tokenFits(one.token, visitor.tokens))
  const pinned = here.filter((one) => one.selfId !== null && one.selfId === visitor.selfId)
  const concerned = pinned.length > 0 ? pinned : here
  if (!concerned.some((one) => welcome.includes(one))) return wrongToken(visitor, concerned)
  if (visitor.selfId === null) return { kind: 'wait' }
  const fitting = pinned.length > 0 ? pinned : here.filter((one) => one.selfId === null)
  const open = fitting.filter((one) => welcome.includes(one))
  // An account whose own token was given is meant more than one that takes everybody.
  const chosen = open.find((one) => one.token !== '') ?? open[0]
  return chosen ? { kind: 'bind', accountId: chosen.id } : { kind: 'wait' }
}

function wrongToken(visitor: Visitor, concerned: readonly Candidate[]): Refusal {
  const ids = concerned.map((one) => one.id)
  return visitor.tokens.length === 0
    ? refusal(401, '对方没有带令牌：在 QQ 端的连接设置里填上和这里一样的令牌', ids)
    : refusal(403, '对方的令牌和这里的不一样：复制这里的令牌填到 QQ 端，前后不要有空格', ids)
}

function wrongPath(path: string): string {
  const shown = path.length > 60 ? `${path.slice(0, 60)}…` : path
  return `地址里的路径「${shown}」不对：去掉路径，或用其中一个：${usualPaths.join(' ')}`
}

function isKnownPath(path: string, candidates: readonly Candidate[]): boolean {
  return usualPaths.includes(path) || candidates.some((one) => hasPath(one, path))
}

function hasPath(candidate: Candidate, path: string): boolean {
  return candidate.path !== null && trimSlash(candidate.path) === path
}

function trimSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
}

function roleOf(header: string | string[] | undefined, path: string): Role {
  const told = String(header ?? path.slice(1)).toLowerCase()
  return told === 'api' || told === 'event' ? told : 'universal'
}

/** Ends write `Bearer`, go-cqhttp writes `Token`, onebots uses the query; NapCat sends `Bearer ` for an empty token. */
function tokensOf(authorization: string | undefined, query: string): string[] {
  const inHeader = /^(?:bearer|token)\s+(.+)$/i.exec(authorization?.trim() ?? '')?.[1]?.trim() ?? ''
  const inQuery = new URLSearchParams(query).get('access_token') ?? ''
  // Node reads header bytes as Latin-1; a token in Chinese arrives as UTF-8.
  const decoded = Buffer.from(inHeader, 'latin1').toString('utf8')
  return [...new Set([inHeader, decoded, inQuery])].filter((token) => token !== '')
}

function tokenFits(expected: string, given: readonly string[]): boolean {
  if (expected === '') return true
  const wanted = digest(expected)
  return given.some((token) => timingSafeEqual(digest(token), wanted))
}

/** Equal length for the comparison, whatever was given. */
function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

function refusal(status: number, reason: string, accountIds: readonly string[]): Refusal {
  return { kind: 'refuse', status, reason, accountIds }
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}
