import type { Config } from '../../../shared/config.ts'
import { hrefTo } from '../../app/router.ts'
import { t } from '../../i18n/i18n.ts'
import { MoreLink } from '../../ui/more-link.tsx'
import { Pane } from '../../ui/pane.tsx'
import { SearchKeys } from './search-keys.tsx'
import { SettingFields } from './setting-fields.tsx'

/** How tools search, how long they may take, how much they may say. */
export function SettingsView({ config }: { config: Config }) {
  return (
    <>
      <Pane title={t('搜索')} flush>
        <SettingFields paths={['tools.search.backend', 'tools.search.results']} config={config} />
        <SearchKeys search={config.tools.search} />
      </Pane>
      <Pane
        title={t('限制')}
        actions={<MoreLink href={hrefTo('/chats')}>{t('单个聊天的另外设')}</MoreLink>}
        flush
      >
        <SettingFields
          paths={[
            'defaults.tools',
            'defaults.toolRounds',
            'tools.timeoutSeconds',
            'tools.askSeconds',
            'tools.resultCharacters',
            'tools.fileMemoryMegabytes',
            'tools.allowHosts',
          ]}
          config={config}
        />
      </Pane>
    </>
  )
}
