import { Button, Input } from 'antd'
import { type FormEvent, useState } from 'react'
import type { PromptVersion } from '../../shared/prompts.ts'
import { t } from '../i18n/i18n.ts'
import { call } from '../live/panel.ts'
import { showProblem } from '../ui/toast.tsx'
import styles from './version-row.module.css'

interface VersionNameProps {
  version: PromptVersion
  onDone: (renamed: boolean) => void
}

const longestName = 40

/** Gives a version a name; Enter saves it, Esc leaves it as it was. An empty name takes it away. */
export function VersionName({ version, onDone }: VersionNameProps) {
  const [name, setName] = useState(version.name)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    try {
      await call('prompts.name', { id: version.id, name: name.trim() })
      onDone(true)
    } catch (error) {
      showProblem(error)
    }
  }
  return (
    <form className={styles.naming} onSubmit={(event) => void save(event)}>
      <Input
        autoFocus
        size="small"
        aria-label={t('这一版的名字')}
        placeholder={t('比如：更活泼的一版')}
        maxLength={longestName}
        value={name}
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          // Or the whole drawer would close.
          event.stopPropagation()
          onDone(false)
        }}
      />
      <Button size="small" type="primary" htmlType="submit">
        {t('保存')}
      </Button>
      <Button size="small" type="text" onClick={() => onDone(false)}>
        {t('取消')}
      </Button>
    </form>
  )
}
