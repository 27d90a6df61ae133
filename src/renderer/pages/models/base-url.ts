import { t } from '../../i18n/i18n.ts'
import { presetOf } from './presets.ts'

/** What programs and documents of vendors put behind the address that is wanted. */
const endings = /\/(chat\/completions|completions|responses|embeddings|models)\/?$/i
const version = /\/v\d+[a-z]*(\/|$)/i
/** This machine and private networks have no certificates, so nobody means https there. */
const private4 = /^(localhost|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|\[::1\]|[^.:]+(:|$))/i

/** An address as it was pasted, without what the programs of vendors add at its end. */
export function cleanBaseUrl(text: string): string {
  const trimmed = text.trim().replace(/[?#].*$/, '')
  return trimmed.replace(endings, '').replace(/\/+$/, '')
}

/**
 * An address with what people leave out: the scheme, and the path when there is none. `localhost:1234` becomes
 * `http://localhost:1234/v1`, `open.bigmodel.cn` the vendor's own path.
 */
export function completeBaseUrl(text: string): string {
  const clean = cleanBaseUrl(text)
  if (clean === '') return ''
  const url = /^[a-z]+:\/\//i.test(clean) ? clean : `${private4.test(clean) ? 'http' : 'https'}://${clean}`
  if (!URL.canParse(url) || new URL(url).pathname !== '/') return url
  const preset = presetOf(url)
  return `${new URL(url).origin}${preset ? new URL(preset.baseUrl).pathname : '/v1'}`
}

/** What keeps an address from working, or null. */
export function complaintAboutUrl(text: string): string | null {
  const url = cleanBaseUrl(text)
  if (url === '') return t('要填一个地址')
  if (!/^https?:\/\//i.test(url)) return t('要以 http:// 或 https:// 开头')
  return URL.canParse(url) && !/\s/.test(url) ? null : t('这不像一个地址')
}

/** A remark about an address that is probably incomplete, or null. */
export function remarkAboutUrl(text: string): string | null {
  const url = cleanBaseUrl(text)
  if (complaintAboutUrl(url) !== null) return null
  return version.test(new URL(url).pathname) ? null : t('这类地址多半以 /v1 结尾，获取不到列表时加上试试。')
}
