import { isIP } from 'node:net'
import { type Config, splitModelName } from '../../shared/config.ts'
import type { EditOp } from '../../shared/ipc.ts'
import { head } from '../kernel/text.ts'
import { CommandError } from './command.ts'

export interface AiConfig {
  readonly host: string
  readonly port: number
  readonly model: string
}

/** The provider that `.aiconfig` writes. */
export const providerId = 'aiconfig'

const fallback: AiConfig = { host: 'localhost', port: 11_434, model: 'llama3.1' }
const hostName = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*\.?$/i

/** What is set now; what was never given is as it always was: an Ollama on this machine. */
export function currentAiConfig({ providers, defaults }: Config): AiConfig {
  const provider = providers.find(({ id }) => id === providerId)
  const url = provider && URL.canParse(provider.baseUrl) ? new URL(provider.baseUrl) : null
  const inUse = splitModelName(defaults.model)
  return {
    host: url ? url.hostname.replace(/^\[|\]$/g, '') : fallback.host,
    port: url ? Number(url.port || (url.protocol === 'https:' ? 443 : 80)) : fallback.port,
    model: inUse?.provider === providerId ? inUse.model : (provider?.models.at(-1)?.name ?? fallback.model),
  }
}

/** Reads `host=… port=… model=…`, in any order. Throws a CommandError that names what is wrong. */
export function parseAiConfig(args: string): Partial<AiConfig> {
  const given = new Map<string, string>()
  for (const pair of args.split(/\s+/)) {
    const [, key = '', value = ''] = /^([^=＝]*)[=＝](.*)$/u.exec(pair) ?? []
    const name = key.toLowerCase()
    if (name === '') throw new CommandError(`看不懂「${head(pair, 40)}」，要写成 host=… port=… model=…`)
    if (name !== 'host' && name !== 'port' && name !== 'model')
      throw new CommandError(`没有「${head(key, 40)}」这一项，只有 host、port、model`)
    if (given.has(name)) throw new CommandError(`${name} 写了两次`)
    given.set(name, value)
  }
  const [host, port, model] = ['host', 'port', 'model'].map((name) => given.get(name))
  return {
    ...(host !== undefined && { host: hostOf(host) }),
    ...(port !== undefined && { port: portOf(port) }),
    ...(model !== undefined && { model: modelOf(model) }),
  }
}

/** The edits that lead from the configuration to the wished values; only what differs. */
export function aiConfigEdits(config: Config, wished: Partial<AiConfig>): EditOp[] {
  const { host, port, model } = { ...currentAiConfig(config), ...wished }
  const provider = config.providers.find(({ id }) => id === providerId)
  const baseUrl = `http://${isIP(host) === 6 ? `[${host}]` : host}:${port}/v1`
  const path = ['providers', providerId]
  const ops: EditOp[] = []
  if (!provider) {
    ops.push({ path, set: { id: providerId, title: '.aiconfig', baseUrl, models: [{ name: model }] } })
  } else {
    // An address that was edited in the panel stays as it is while only the model changes.
    const moved = wished.host !== undefined || wished.port !== undefined
    if (moved && provider.baseUrl !== baseUrl) {
      ops.push({ path: [...path, 'baseUrl'], set: baseUrl })
      // Address and key go together: a key that was kept must never be sent to another address.
      if (provider.apiKey !== '') ops.push({ path: [...path, 'apiKey'], set: '' })
    }
    if (!provider.models.some(({ name }) => name === model))
      ops.push({ path: [...path, 'models', model], set: { name: model } })
    if (!provider.enabled) ops.push({ path: [...path, 'enabled'], set: true })
  }
  const name = `${providerId}/${model}`
  if (config.defaults.model !== name) ops.push({ path: ['defaults', 'model'], set: name })
  return ops
}

function hostOf(value: string): string {
  const host = value.replace(/^\[(.*)\]$/, '$1')
  const written = isIP(host) === 6 ? `[${host}]` : host
  const valid = host.length <= 255 && (isIP(host) > 0 || hostName.test(host))
  // The address of a web page is what is copied most often.
  if (valid && URL.canParse(`http://${written}:80/v1`)) return host
  throw new CommandError(
    `host「${head(value, 60)}」不对，只写主机名或 IP，不带 http:// 和路径，比如 host=localhost`,
  )
}

function portOf(value: string): number {
  const port = /^\d{1,5}$/.test(value) ? Number(value) : 0
  if (port >= 1 && port <= 65_535) return port
  throw new CommandError(`port「${head(value, 40)}」不对，要写成 1 到 65535 的整数，比如 port=11434`)
}

function modelOf(value: string): string {
  if (value.length >= 1 && value.length <= 160) return value
  throw new CommandError(
    value === '' ? 'model 后面要写模型名，比如 model=llama3.1' : `model 有 ${value.length} 个字，最多 160 个`,
  )
}
