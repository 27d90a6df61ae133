import { Button, Input } from 'antd'
import { useState } from 'react'
import type { ChatSummary } from '../../../shared/prompts.ts'
import { t } from '../../i18n/i18n.ts'
import { call } from '../../live/panel.ts'
import { useAsked } from '../../live/use-asked.ts'
import { ErrorBlock } from '../../ui/error-block.tsx'
import { formatClock, formatDay } from '../../ui/format.ts'
import { showProblem, showToast } from '../../ui/toast.tsx'
import { useNow } from '../../ui/use-now.ts'
import styles from './chat-summary.module.css'

interface ChatSummaryBoxProps {
  chatId: number
  /** Changes when there may be another one: something was said, or the context was cleared. */
  moment: string
}

const minute = 60_000
const longest = 20_000

/** What the cut part of the history was summed up to; nothing while there is no summary. */
export function ChatSummaryBox({ chatId, moment }: ChatSummaryBoxProps) {
  const { answer, problem, ask } = useAsked(() => call('chats.summary', { chatId }), `${chatId} ${moment}`)
  const change = async (send: () => Promise<unknown>, said: string) => {
    try {
      await send()
      showToast({ text: said })
    } catch (error) {
      showProblem(error)
    }
    ask()
  }
  // What is being rewritten must not go because the next look failed.
  if (!answer) return problem && <ErrorBlock problem={problem} />
  return (
    <Summary
      summary={answer}
      onSave={(text) => change(() => call('chats.setSummary', { chatId, text }), t('摘要改好了'))}
      onUndo={() => void change(() => call('chats.undoSummary', { chatId }), t('回到了上一份摘要'))}
    />
  )
}

interface SummaryProps {
  summary: ChatSummary
  onSave: (text: string) => Promise<void>
  onUndo: () => void
}

function Summary({ summary, onSave, onUndo }: SummaryProps) {
  const [draft, setDraft] = useState<string | null>(null)
  const now = useNow(minute)
  const when = `${formatDay(summary.at, now)} ${formatClock(summary.at)}`
  const save = async () => {
    if (draft === null) return
    await onSave(draft.trim() === '' ? '' : draft)
    setDraft(null)
  }
  return (
    <section className={styles.box} aria-label={t('现在的摘要')}>
      <div className={styles.head}>
        <b>{t('现在的摘要')}</b>
        <span>
          {summary.by === 'model' ? t('模型写的') : t('你写的')} · {when}
        </span>
      </div>
      {draft === null ? (
        <p className={styles.text}>{summary.text}</p>
      ) : (
        <Input.TextArea
          aria-label={t('摘要')}
          autoFocus
          autoSize={{ minRows: 3, maxRows: 14 }}
          maxLength={longest}
          value={draft}
          onChange={(event) => setDraft(event.target.value)}
        />
      )}
      <div className={styles.actions}>
        {draft === null ? (
          <>
            <Button size="small" onClick={() => setDraft(summary.text)}>
              {t('改写')}
            </Button>
            {summary.canUndo && (
              <Button size="small" type="text" onClick={onUndo}>
                {t('回到上一份')}
              </Button>
            )}
          </>
        ) : (
          <>
            <Button size="small" type="primary" disabled={draft === summary.text} onClick={() => void save()}>
              {draft.trim() === '' ? t('去掉摘要') : t('保存')}
            </Button>
            <Button size="small" type="text" onClick={() => setDraft(null)}>
              {t('不改了')}
            </Button>
          </>
        )}
      </div>
    </section>
  )
}
