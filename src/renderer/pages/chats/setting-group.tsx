import { DownOutlined, RightOutlined } from '@ant-design/icons'
import { type ReactNode, useState } from 'react'
import type { ChatSettingsView } from '../../../shared/ipc.ts'
import type { ChatRow } from '../../../shared/state.ts'
import { valueAt } from '../../forms/field-value.ts'
import { fieldsIn, type SettingGroup } from '../../forms/setting-groups.ts'
import { t } from '../../i18n/i18n.ts'
import { Chip } from '../../ui/chip.tsx'
import { ChatField } from './chat-field.tsx'
import { groupWords } from './rules-sentence.ts'
import styles from './setting-group.module.css'
import type { Spot } from './use-spot.ts'

interface SettingGroupProps {
  group: SettingGroup
  chatId: number
  kind: ChatRow['kind']
  view: ChatSettingsView
  character: string | undefined
  spot: Spot | null
  open: boolean
  onToggle: () => void
  /** Above the rows. */
  children?: ReactNode
}

/** Settings that belong together, under a head that opens them; the rarer ones behind 全部. */
export function SettingGroupBox(props: SettingGroupProps) {
  const { group, chatId, kind, view, character, spot, open, onToggle, children } = props
  const [all, setAll] = useState(false)
  const fields = fieldsIn(group, kind).map((field) => {
    const path = field.path.join('.')
    return { field, path, source: view.sources[path] ?? 'default' }
  })
  const own = fields.filter(({ source }) => source === 'chat').length
  // What this chat has of its own is never hidden, nor what somebody was led to.
  const shown = fields.filter(
    ({ field, path, source }) => all || field.depth === 'simple' || source === 'chat' || spot?.path === path,
  )
  const rest = fields.length - shown.length
  return (
    <section className={styles.group}>
      <h3>
        <button type="button" className={styles.head} aria-expanded={open} onClick={onToggle}>
          <RightOutlined className={styles.arrow} aria-hidden="true" />
          <b>{t(group.title)}</b>
          <span className={styles.words}>{!open && groupWords(group.id, view.values, kind)}</span>
          {own > 0 && <Chip tone="accent">{t('本聊天 {{n}}', { n: own })}</Chip>}
        </button>
      </h3>
      {open && (
        <div className={styles.rows}>
          {children}
          {shown.map(({ field, path, source }) => (
            <ChatField
              key={path}
              chatId={chatId}
              field={field}
              value={valueAt(view.values, field.path)}
              inherited={valueAt(view.inherited, field.path)}
              source={source}
              character={character}
              spot={spot?.path === path ? spot.at : undefined}
            />
          ))}
          {(rest > 0 || all) && (
            <button type="button" className={styles.all} aria-expanded={all} onClick={() => setAll(!all)}>
              {all ? t('只看常用的') : t('全部，还有 {{n}} 项', { n: rest })}
              <DownOutlined aria-hidden="true" />
            </button>
          )}
        </div>
      )}
    </section>
  )
}
