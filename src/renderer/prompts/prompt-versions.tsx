import { HistoryOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { t } from '../i18n/i18n.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorBlock } from '../ui/error-block.tsx'
import { SideDrawer } from '../ui/side-drawer.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { useNow } from '../ui/use-now.ts'
import styles from './prompt-versions.module.css'
import { useVersions } from './use-versions.ts'
import { VersionRow } from './version-row.tsx'

export interface PromptVersionsProps {
  /** `core`, `chat:<id>` or `character:<id>`. */
  scope: string
  /** The text that is saved now. */
  current: string
  /** Saves the text of a version, with a toast that takes it back. */
  onRestore: (text: string) => void
  size?: 'small' | 'middle'
}

/** The button that opens the versions of one prompt: what it was, what changed since, and the way back. */
export function PromptVersions({ size = 'middle', ...props }: PromptVersionsProps) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size={size} icon={<HistoryOutlined />} onClick={() => setOpen(true)}>
        {t('版本')}
      </Button>
      <SideDrawer
        open={open}
        size={560}
        title={t('提示词的版本')}
        onClose={() => setOpen(false)}
        destroyOnHidden
      >
        <VersionList {...props} />
      </SideDrawer>
    </>
  )
}

const minute = 60_000

function VersionList({ scope, current, onRestore }: Omit<PromptVersionsProps, 'size'>) {
  const { list, problem, reload } = useVersions(scope)
  const [chosen, setChosen] = useState<number | null>(null)
  const now = useNow(minute)
  if (problem)
    return (
      <ErrorBlock problem={problem}>
        <Button size="small" onClick={reload}>
          {t('再试一次')}
        </Button>
      </ErrorBlock>
    )
  if (!list) return <Skeleton widths={[0.7, 0.5, 0.6]} />
  if (list.length === 0)
    return (
      <EmptyState
        icon={<HistoryOutlined />}
        title={t('还没有改过')}
        text={t('每保存一次就留下一版，随时能看差别、能恢复。')}
      />
    )
  const inUse = list.find(({ text }) => text === current)?.id
  return (
    <>
      <p className={styles.about}>{t('每保存一次留一版。起了名字的一直留着，别的留最近 100 版。')}</p>
      <ol className={styles.versions}>
        {list.map((version) => (
          <VersionRow
            key={version.id}
            version={version}
            current={current}
            inUse={version.id === inUse}
            open={version.id === chosen}
            now={now}
            onToggle={() => setChosen(version.id === chosen ? null : version.id)}
            onRestore={() => onRestore(version.text)}
            onRenamed={reload}
          />
        ))}
      </ol>
    </>
  )
}
