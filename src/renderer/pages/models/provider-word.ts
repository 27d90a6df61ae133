import { isLoopback, type Provider } from '../../../shared/config.ts'
import type { ConfigState, ProviderState } from '../../../shared/state.ts'
import { t } from '../../i18n/i18n.ts'
import type { Tone } from '../../ui/dot.tsx'

/** True when a key was saved that this computer cannot open: it has to be typed again. */
export function isKeyUnreadable(provider: Provider, secrets: ConfigState['secrets']): boolean {
  const { apiKey } = provider
  return typeof apiKey !== 'string' && secrets[apiKey.$secret] === 'unreadable'
}

/** How a provider is, as a word and a colour. */
export function providerWord(
  provider: Provider,
  state: ProviderState | undefined,
  keyUnreadable: boolean,
): { tone: Tone; word: string } {
  if (!provider.enabled) return { tone: 'mute', word: t('已停用') }
  if (keyUnreadable) return { tone: 'err', word: t('Key 要重新填写') }
  if (provider.models.length === 0) return { tone: 'warn', word: t('还没有模型') }
  // A program on this machine that is not open is no fault.
  if (state?.health === 'failing' && isClosed(provider, state)) return { tone: 'mute', word: t('没开') }
  if (state?.health === 'failing') return { tone: 'err', word: failureWord(state.problem?.code) }
  return state?.health === 'ok' ? { tone: 'ok', word: t('正常') } : { tone: 'mute', word: t('还没用过') }
}

/** Whether a provider is a program on this machine that is not running. */
export function isClosed({ baseUrl }: Provider, { problem }: ProviderState): boolean {
  const host = URL.canParse(baseUrl) ? new URL(baseUrl).hostname : ''
  return isLoopback(host) && problem?.code === 'model.refused'
}

/** A few characters for a card; the sentence stands in the block below. */
function failureWord(code: string | undefined): string {
  switch (code) {
    case 'model.auth':
      return t('Key 被拒绝')
    case 'model.balance':
      return t('余额用完')
    case 'model.rate-limit':
      return t('限流')
    case 'model.not-found':
      return t('找不到模型')
    case 'model.refused':
    case 'model.dns':
    case 'model.tls':
      return t('连不上')
    case 'model.no-pictures':
    case 'model.bad-picture':
      return t('图片没看成')
    default:
      if (code?.startsWith('model.proxy')) return t('代理不通')
      return code?.startsWith('model.timeout') ? t('超时') : t('出错')
  }
}
