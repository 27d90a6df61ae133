import { CheckOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { navigate } from '../../app/router.ts'
import { approvalsWaiting } from '../../app/standing.ts'
import { retryMessage } from '../../conversation/turn-actions.ts'
import { t } from '../../i18n/i18n.ts'
import { call } from '../../live/panel.ts'
import { useTopic } from '../../live/use-topic.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Pane } from '../../ui/pane.tsx'
import { showProblem } from '../../ui/toast.tsx'
import { useNow } from '../../ui/use-now.ts'
import styles from './to-do.module.css'
import { type ToDoItem, toDoItems } from './to-do-items.ts'

const minute = 60_000
const all = <T,>(value: T) => value

/** 等你处理: what is broken, what waits for leave, who wants in, what was missed. */
export function ToDo() {
  const problems = useTopic('problems', all)
  const pending = useTopic('pending', all)
  const missed = useTopic('missed', all)
  const approvals = useTopic('asks', approvalsWaiting) ?? 0
  const now = useNow(minute)
  const items = problems && pending && missed && toDoItems(problems, pending, missed, approvals, now)
  const missedIds = Object.keys(missed ?? {})
  return (
    <Pane
      title={t('等你处理')}
      count={items?.length}
      actions={
        missedIds.length > 1 && (
          <Button size="small" type="text" onClick={() => void dismiss(missedIds)}>
            {t('错过的都忽略')}
          </Button>
        )
      }
      flush
      grow
    >
      {items?.length === 0 && <EmptyState icon={<CheckOutlined />} title={t('没有要你处理的')} />}
      <ul>
        {items?.map((item) => (
          <li
            key={item.key}
            className={styles.item}
            data-severity={item.kind === 'problem' ? item.severity : undefined}
          >
            <div className={styles.words}>
              <b title={item.title}>{item.title}</b>
              <span>{item.text}</span>
            </div>
            <div className={styles.actions}>{actionsOf(item)}</div>
          </li>
        ))}
      </ul>
    </Pane>
  )
}

function actionsOf(item: ToDoItem): ReactNode {
  if (item.kind === 'approvals') return <Go path="/tools">{t('去看看')}</Go>
  if (item.kind === 'pending') return <Go path="/accounts">{t('添加')}</Go>
  if (item.kind === 'problem') return item.page && <Go path={item.page}>{t('去看看')}</Go>
  const { kind, id, chatId, messageId } = item.item
  return (
    <>
      {kind === 'unanswered' ? (
        <Button size="small" onClick={() => void retryMessage(messageId)}>
          {t('补回')}
        </Button>
      ) : (
        <Go path={`/chats/${chatId}`}>{t('去看看')}</Go>
      )}
      <Button size="small" type="text" onClick={() => void dismiss([id])}>
        {t('忽略')}
      </Button>
    </>
  )
}

function Go({ path, children }: { path: string; children: ReactNode }) {
  return (
    <Button size="small" onClick={() => navigate(path)}>
      {children}
    </Button>
  )
}

async function dismiss(ids: string[]): Promise<void> {
  try {
    await call('missed.dismiss', { ids })
  } catch (error) {
    showProblem(error)
  }
}
