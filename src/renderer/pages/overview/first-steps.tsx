import { AppstoreOutlined, ExperimentOutlined, IdcardOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'
import { hrefTo } from '../../app/router.ts'
import { t } from '../../i18n/i18n.ts'
import { useTopic } from '../../live/use-topic.ts'
import styles from './first-steps.module.css'

/** What is left to do until the bot answers in QQ; nothing once that is done. */
export function FirstSteps() {
  const left = useTopic('config', ({ config }) => ({
    model: config.providers.length === 0,
    account: config.accounts.length === 0,
  }))
  if (!left || (!left.model && !left.account)) return null
  return (
    <div className={styles.steps}>
      {left.model && (
        <Step path="/models" icon={<AppstoreOutlined />} title={t('选模型')}>
          {t('贴一个 Key，或用本机的模型。没有也行，先用演示的。')}
        </Step>
      )}
      {left.account && (
        <Step path="/accounts" icon={<IdcardOutlined />} title={t('连 QQ')}>
          {t('NapCat、LLOneBot、Lagrange 都能连，地址和令牌都给你备好了。')}
        </Step>
      )}
      <Step path="/sandbox" icon={<ExperimentOutlined />} title={t('去试聊')}>
        {t('不连 QQ 也能先聊起来，看看它怎么回。')}
      </Step>
    </div>
  )
}

interface StepProps {
  path: string
  icon: ReactNode
  title: string
  children: ReactNode
}

function Step({ path, icon, title, children }: StepProps) {
  return (
    <a className={styles.step} href={hrefTo(path)}>
      <span className={styles.icon}>{icon}</span>
      <b>{title}</b>
      <p>{children}</p>
    </a>
  )
}
