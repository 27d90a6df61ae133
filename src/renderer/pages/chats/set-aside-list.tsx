import { RightOutlined } from '@ant-design/icons'
import { useState } from 'react'
import type { SetAside } from '../../../shared/prompts.ts'
import { t } from '../../i18n/i18n.ts'
import { call } from '../../live/panel.ts'
import { useAsked } from '../../live/use-asked.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { ErrorBlock } from '../../ui/error-block.tsx'
import { formatClock, formatDay } from '../../ui/format.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useNow } from '../../ui/use-now.ts'
import styles from './set-aside-list.module.css'

const minute = 60_000

/** What was broken in requests of this chat and left out of them, each with its content. */
export function SetAsideList({ chatId }: { chatId: number }) {
  const { answer, problem } = useAsked(() => call('chats.setAside', { chatId }), chatId)
  const now = useNow(minute)
  if (problem) return <ErrorBlock problem={problem} />
  if (!answer) return <Skeleton widths={[0.7]} />
  if (answer.length === 0) return <p className={styles.none}>{t('没有，发给模型的都是好的。')}</p>
  return (
    <ul className={styles.list}>
      {answer.map((item) => (
        <Item key={item.id} item={item} now={now} />
      ))}
    </ul>
  )
}

function Item({ item, now }: { item: SetAside; now: number }) {
  const [open, setOpen] = useState(false)
  return (
    <li>
      <time>
        {formatDay(item.at, now)} {formatClock(item.at)}
      </time>
      <p>{item.why}</p>
      <div className={styles.actions}>
        <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
          <RightOutlined aria-hidden="true" />
          {open ? t('收起') : t('看内容')}
        </button>
        {open && <CopyButton text={() => readable(item.content)} label={t('复制')} />}
      </div>
      {open && <pre>{readable(item.content)}</pre>}
    </li>
  )
}

/** JSON with line breaks; what is none as it is. */
function readable(content: string): string {
  try {
    return JSON.stringify(JSON.parse(content), null, 2)
  } catch {
    return content
  }
}
