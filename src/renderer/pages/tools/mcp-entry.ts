import { readCommandLine } from './mcp-command-line.ts'
import { hidden, maskedArguments } from './mcp-mask.ts'

type Values = Record<string, unknown>

/** Commands that run a program they are given the name of. */
export const runners = /^(npx|bunx|uvx|uv|pipx|node|python3?|deno|docker|bun|pnpm|yarn|cmd)(\.exe|\.cmd)?$/i

/** One entry of a configuration in our words: its transport, and what belongs to that. Not checked yet. */
export function readEntry(entry: Values): Values {
  return isText(entry.command) ? program(entry) : address(entry)
}

function program(entry: Values): Values {
  const command = words(entry.command)
  const given = isText(entry.args) ? readCommandLine(entry.args, true) : null
  const args = given ? [given.command, ...given.args] : list(entry.args)
  // "npx -y x" in one; a path may have spaces, and is left as it is.
  const split =
    entry.args === undefined && /^[\w.-]+\s/.test(command)
      ? readCommandLine(command)
      : { command, args, env: {} }
  return {
    transport: 'stdio',
    ...(split ?? { command, args }),
    cwd: words(entry.cwd),
    env: named({ ...(split?.env ?? {}), ...(isRecord(entry.env) ? entry.env : {}) }),
  }
}

function address(entry: Values): Values {
  const url = words(entry.url) || words(entry.serverUrl) || words(entry.httpUrl) || words(entry.baseUrl)
  const kind = `${words(entry.type)} ${words(entry.transport)}`.toLowerCase()
  const saysHttp = /http|streamable/.test(kind) || isText(entry.httpUrl)
  // Servers of the old kind nearly all listen at /sse.
  const isSse = /\bsse\b/.test(kind) || (!saysHttp && /\/sse\/?(?:\?|$)/.test(url))
  return {
    transport: isSse ? 'sse' : 'http',
    url: url.trim(),
    headers: named(isRecord(entry.headers) ? entry.headers : {}),
  }
}

/** `@modelcontextprotocol/server-everything@1.2` is called everything, `https://mcp.amap.com/mcp` amap. */
export function guessedName(shape: Values): string {
  if (typeof shape.url === 'string') return hostName(shape.url)
  // A key that stands among them is no name.
  const parts = maskedArguments([shape.command, ...list(shape.args)].map(String)).filter(
    (word) => !word.includes(hidden),
  )
  const plain = (word: string) =>
    (word.replace(/\\/g, '/').split('/').at(-1) ?? '')
      .replace(/(.)@.*$/, '$1')
      .replace(/\.(js|mjs|cjs|ts|py|exe|cmd)$/i, '')
      .replace(/^(mcp-server-|server-|mcp-)/, '')
      .replace(/(-mcp-server|-mcp|-server)$/, '')
  return plain(
    parts.find(
      (word) =>
        !word.startsWith('-') && !runners.test(plain(word)) && !/^(run|dlx|exec|tool|\/c|x)$/i.test(word),
    ) ??
      parts[0] ??
      '',
  )
}

function hostName(url: string): string {
  if (!URL.canParse(url)) return ''
  const { hostname } = new URL(url)
  if (/^[\d.]+$|^\[/.test(hostname)) return 'server'
  const labels = hostname.split('.').filter((label) => !/^(www|mcp|api)$/.test(label))
  return labels.length > 1 ? (labels.at(-2) ?? '') : (labels[0] ?? hostname)
}

/** A name in the characters of an id; '' when none is left. */
export function slug(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 32)
    .replace(/^-+|-+$/g, '')
}

/** A short name that nobody has: the one that is wanted, `server` for none, with a number when it is taken. */
export function freeName(wanted: string, taken: ReadonlySet<string>): string {
  const base = wanted.slice(0, 32) || 'server'
  let id = base
  for (let n = 2; taken.has(id); n++) id = `${base.slice(0, 31 - String(n).length)}-${n}`
  return id
}

function named(values: Values): Values[] {
  return Object.entries(values)
    .filter(([, value]) => value !== null && typeof value !== 'object')
    .map(([name, value]) => ({ name, secretValue: String(value) }))
}

function list(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item !== 'object').map(String) : []
}

/** Whether an entry of a configuration says how to reach a server. */
export function isServer(value: Values): boolean {
  return ['command', 'url', 'serverUrl', 'httpUrl', 'baseUrl'].some((name) => isText(value[name]))
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== ''
}

/** A text without the space around it; '' for what is none. */
export function words(value: unknown): string {
  return typeof value === 'string' ? value.trim() : ''
}

export function isRecord(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
