import type { ReactNode } from 'react'
import type { AppState } from '../../../shared/state.ts'
import { t } from '../../i18n/i18n.ts'
import { useTopic } from '../../live/use-topic.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Pane } from '../../ui/pane.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Line } from './line.tsx'
import styles from './settings-page.module.css'

const selectAbout = ({ version, host, dataDir }: AppState) => ({ version, host, dataDir })

export function AboutPane() {
  const about = useTopic('app', selectAbout)
  if (!about) {
    return (
      <Pane title={t('关于')}>
        <Skeleton />
      </Pane>
    )
  }
  return (
    <Pane title={t('关于')} flush>
      <Fact name={t('版本')}>{t('杏桃 {{version}}', { version: about.version })}</Fact>
      <Fact name={t('怎么运行')}>
        {about.host === 'desktop' ? t('桌面程序') : t('没有窗口，用浏览器打开')}
      </Fact>
      <Fact name={t('数据文件夹')} help={t('设置、聊天记录和日志都在里面，备份它就够了。')}>
        <code>{about.dataDir}</code>
        <CopyButton text={about.dataDir} />
      </Fact>
    </Pane>
  )
}

function Fact({ name, help, children }: { name: string; help?: string; children: ReactNode }) {
  return (
    <Line name={name} help={help}>
      <span className={styles.value}>{children}</span>
    </Line>
  )
}
