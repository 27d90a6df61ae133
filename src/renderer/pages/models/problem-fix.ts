import type { Problem } from '../../../shared/problem.ts'
import { t } from '../../i18n/i18n.ts'

/** Part of a provider's form that mends a problem. */
export type FormPart = 'key' | 'address' | 'models' | 'more'

/** What mends a problem with a provider, in a verb, and where in its form. */
export function fixOf({ code }: Problem): { label: string; part: FormPart } {
  switch (code) {
    case 'model.auth':
      return { label: t('换一把 Key'), part: 'key' }
    case 'model.balance':
      return { label: t('换一把 Key'), part: 'key' }
    case 'model.not-found':
    case 'model.dns':
    case 'model.tls':
    case 'model.refused':
    case 'model.bad-answer':
      return { label: t('改地址'), part: 'address' }
    case 'model.rate-limit':
      return { label: t('调小并发'), part: 'more' }
    default:
      if (code.startsWith('model.proxy')) return { label: t('改代理'), part: 'more' }
      if (code.startsWith('model.timeout')) return { label: t('改时限'), part: 'more' }
      return { label: t('改设置'), part: 'address' }
  }
}

/** Whether the vendor's own page is where this is mended: a new key, or money. */
export function needsVendor({ code }: Problem): boolean {
  return code === 'model.auth' || code === 'model.balance'
}
