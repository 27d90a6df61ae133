import { DownOutlined, RightOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import type { PromptVersion } from '../../shared/prompts.ts'
import { t } from '../i18n/i18n.ts'
import { Chip } from '../ui/chip.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { formatClock, formatCount, formatDay } from '../ui/format.ts'
import { firstLine } from './first-line.ts'
import { PromptDiffView } from './prompt-diff-view.tsx'
import { PromptText } from './prompt-text.tsx'
import { VersionName } from './version-name.tsx'
import styles from './version-row.module.css'

interface VersionRowProps {
  version: PromptVersion
  /** The text that is saved now. */
  current: string
  /** Whether that is this version's. */
  inUse: boolean
  open: boolean
  now: number
  onToggle: () => void
  onRestore: () => void
  onRenamed: () => void
}

/** One version in the list; opened, what changed since and what can be done with it. */
export function VersionRow(props: VersionRowProps) {
  const { version, inUse, open, now, onToggle } = props
  const begins = firstLine(version.text) || t('空的')
  return (
    <li className={styles.version} data-open={open || undefined}>
      <button type="button" className={styles.head} aria-expanded={open} onClick={onToggle}>
        {open ? <DownOutlined aria-hidden="true" /> : <RightOutlined aria-hidden="true" />}
        <time dateTime={new Date(version.at).toISOString()}>
          {formatDay(version.at, now)} {formatClock(version.at)}
        </time>
        {version.name && <b title={version.name}>{version.name}</b>}
        <span className={styles.begins} title={begins}>
          {begins}
        </span>
        {inUse && <Chip tone="ok">{t('在用')}</Chip>}
      </button>
      {open && <Opened {...props} />}
    </li>
  )
}

function Opened({ version, current, inUse, onRestore, onRenamed }: VersionRowProps) {
  const [naming, setNaming] = useState(false)
  const same = version.text === current
  return (
    <div className={styles.body}>
      <p className={styles.legend}>
        {same
          ? t('和现在的一样，{{n}} 字。', { n: formatCount(version.text.length) })
          : t('− 是这一版有的，+ 是现在有的。')}
      </p>
      <div className={styles.actions}>
        {naming ? (
          <VersionName
            version={version}
            onDone={(renamed) => {
              setNaming(false)
              if (renamed) onRenamed()
            }}
          />
        ) : (
          <>
            <Button size="small" type="primary" disabled={inUse || same} onClick={onRestore}>
              {t('恢复')}
            </Button>
            <Button size="small" onClick={() => setNaming(true)}>
              {version.name ? t('改名') : t('命名')}
            </Button>
            <CopyButton text={version.text} label={t('复制全文')} />
          </>
        )}
      </div>
      {same ? <PromptText text={version.text} /> : <PromptDiffView before={version.text} after={current} />}
    </div>
  )
}
