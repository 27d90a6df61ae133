import { t } from '../../i18n/i18n.ts'
import { completeBaseUrl } from './base-url.ts'
import { looksLikeKey, tidyKey, vendorsOfKey } from './key-vendor.ts'
import { type Preset, presetById, presetOf } from './presets.ts'

/** What a pasted text tells; what it does not tell is ''. */
export interface Pasted {
  baseUrl: string
  apiKey: string
  model: string
  /** What had to be mended, or could not be used. */
  remark: string | null
}

const assignment = String.raw`["']?\s*(?:[:=：]|=>)\s*["'\`]?`
const keyNames = String.raw`(?:[\w-]*api[_-]?key|[\w-]*access[_-]?token|[\w-]*auth[_-]?token|[\w-]*secret[_-]?key|key|token|密钥|令牌)`
const modelNames = String.raw`(?:[\w-]*model(?:[_-]?(?:name|id))?|模型)`
const namedKey = new RegExp(
  String.raw`(?:^|[^\w])${keyNames}${assignment}(?:Bearer\s+)?([^\s"'\`,;，；]+)`,
  'i',
)
const bearer = /Bearer\s+([^\s"'`,;]+)/i
const namedModel = new RegExp(String.raw`(?:^|[^\w])${modelNames}${assignment}([\w./:@-]+)`, 'i')
const webAddress = /https?:\/\/[^\s"'`<>\\，。；）)}\]]+/gi
/** `host:port` with or without a path, and bare names of hosts such as `api.deepseek.com`. */
const bareAddress =
  /(?:^|[\s"'=：,，])((?:localhost|\d{1,3}(?:\.\d{1,3}){3}|(?:[a-z0-9-]+\.)*[a-z0-9-]+)(?::\d{2,5})(?:\/[\w./-]*)?|(?:[a-z0-9-]+\.)+(?:com|cn|ai|net|org|io|chat|online|dev|top|xyz|cc)(?:\/[\w./-]*)?)(?=$|[\s"',，。；])/i
/** What examples have where a key belongs. */
const placeholder = /^[$<{[%]|your|xxx|\*{3}|\.\.\.|…|替换|填/i

/**
 * Address, key and model out of whatever somebody copied: a bare key, an address, a curl command, JSON, an env
 * file, a piece of code. Nothing is sent anywhere.
 */
export function readPaste(text: string): Pasted {
  const baseUrl = completeBaseUrl(addressIn(text))
  const named = namedKey.exec(text)?.[1] ?? bearer.exec(text)?.[1] ?? ''
  const model = namedModel.exec(text)?.[1] ?? ''
  if (named !== '' && placeholder.test(named)) {
    return { baseUrl, apiKey: '', model, remark: t('里面的 Key 是占位的，换成你自己的。') }
  }
  if (named !== '') return { baseUrl, model, apiKey: named, remark: null }
  return { baseUrl, model, ...keyIn(withoutAddress(text), baseUrl !== '') }
}

function addressIn(text: string): string {
  const addresses = text.match(webAddress) ?? []
  // Of a page's several links the interface is the one that says so.
  const interfaceOf = addresses.find((url) => /\/v\d|\/chat\/|api[.\-/]/i.test(url))
  return interfaceOf ?? addresses[0] ?? bareAddress.exec(text)?.[1] ?? ''
}

function withoutAddress(text: string): string {
  return text.replace(webAddress, ' ').trim()
}

/** A key without a name before it. */
function keyIn(text: string, besideAddress: boolean): Pick<Pasted, 'apiKey' | 'remark'> {
  const words = text.split(/[\s"'`,;，；]+/).filter((word) => word !== '')
  const keys = words.filter(looksLikeKey)
  const joined = tidyKey(text)
  // A key that was broken by a line end is in pieces, of which only the first looks like one.
  const broken = words.length > 1 && keys.length < 2 && /^[\w.-]+$/.test(joined.key) && !besideAddress
  if (broken && looksLikeKey(joined.key) && words.slice(1).every((word) => /^[\w-]+$/.test(word))) {
    return { apiKey: joined.key, remark: joined.remark }
  }
  const [key = ''] = keys
  if (key !== '') return { apiKey: key, remark: keys.length > 1 ? t('有好几把 Key，用的是第一把。') : null }
  const [only = ''] = words
  const opaque = words.length === 1 && /^[\w.-]{16,}$/.test(only) && !bareAddress.test(only)
  return { apiKey: opaque ? only : '', remark: null }
}

/** Whose this is: one preset when it is sure, the likely ones when only the key was given, none otherwise. */
export function vendorsOf({ baseUrl, apiKey }: Pasted): Preset[] {
  if (baseUrl !== '') {
    const preset = presetOf(baseUrl)
    return preset ? [preset] : []
  }
  return vendorsOfKey(apiKey).flatMap((id) => presetById(id) ?? [])
}
