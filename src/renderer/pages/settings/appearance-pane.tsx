import { Segmented } from 'antd'
import { t } from '../../i18n/i18n.ts'
import { chooseTheme, useThemeChoice } from '../../theme/theme-choice.ts'
import { Pane } from '../../ui/pane.tsx'
import { Line } from './line.tsx'

/** How the panel looks on this machine; the bot knows nothing of it. */
export function AppearancePane() {
  const choice = useThemeChoice()
  return (
    <Pane title={t('外观')} flush>
      <Line name={t('明暗')} help={t('只管这台机器上的面板。')}>
        <Segmented
          aria-label={t('明暗')}
          options={[
            { value: 'system' as const, label: t('跟随系统') },
            { value: 'light' as const, label: t('浅色') },
            { value: 'dark' as const, label: t('深色') },
          ]}
          value={choice}
          onChange={chooseTheme}
        />
      </Line>
    </Pane>
  )
}
