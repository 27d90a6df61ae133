import type { Config } from '../../../shared/config.ts'
import { t } from '../../i18n/i18n.ts'
import type { Edit } from '../../live/edit.ts'

/** Lets pictures be fetched from a host of the own network; nothing to do when they already may. */
export function allowingHost(host: string): (config: Config) => Edit {
  return ({ images: { allowHosts } }) =>
    allowHosts.includes(host)
      ? { ops: [] }
      : {
          ops: [{ path: ['images', 'allowHosts'], set: [...allowHosts, host] }],
          said: t('以后可以从 {{host}} 取图', { host }),
        }
}
