import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Approval, UserQuestion, Waiting } from '../../shared/tools.ts'
import { hrefTo } from '../app/router.ts'
import { t } from '../i18n/i18n.ts'
import { Chip } from '../ui/chip.tsx'
import { useNow } from '../ui/use-now.ts'
import { AnswerFields } from './answer-fields.tsx'
import { answerQuestion, decideApproval } from './ask-actions.ts'
import styles from './ask-card.module.css'
import { answerForm, askedBy, leftWords, questionTitle, riskStanding, toolRoleTitle } from './ask-words.ts'
import { argumentText } from './tool-calls.ts'

interface ApprovalCardProps {
  approval: Approval
  /** Its 同意 is the page's primary button. */
  first: boolean
  /** Says in which chat it is; not needed in that chat. */
  placed: boolean
}

/** Somebody's words lead to a call that the owner wants to be asked about. */
export function ApprovalCard({ approval, first, placed }: ApprovalCardProps) {
  const { busy, run } = useBusy()
  const risk = riskStanding(approval.risk)
  const decide = (decision: 'allow' | 'hour' | 'deny') => run(() => decideApproval(approval, decision))
  return (
    <Card
      waiting={approval}
      placed={placed}
      title={t('{{who}}想用「{{tool}}」', { who: askedBy(approval), tool: approval.toolTitle })}
      chips={
        <>
          <Chip tone={risk.tone}>{risk.word}</Chip>
          <Chip>{toolRoleTitle(approval.role)}</Chip>
        </>
      }
      body={<pre className={styles.arguments}>{argumentText(approval.arguments)}</pre>}
    >
      <Button {...(first && { type: 'primary' as const })} disabled={busy} onClick={() => decide('allow')}>
        {t('同意')}
      </Button>
      <Button disabled={busy} onClick={() => decide('hour')}>
        {t('这里一小时都同意')}
      </Button>
      <Button disabled={busy} onClick={() => decide('deny')}>
        {t('拒绝')}
      </Button>
    </Card>
  )
}

interface QuestionCardProps {
  question: UserQuestion
  placed: boolean
}

/** A tool asks whoever is talking; the owner may answer in his place. */
export function QuestionCard({ question, placed }: QuestionCardProps) {
  const { busy, run } = useBusy()
  return (
    <Card
      waiting={question}
      placed={placed}
      title={questionTitle(question)}
      chips={null}
      body={<p className={styles.text}>{question.text}</p>}
    >
      <AnswerFields
        form={answerForm(question.schema)}
        label={question.text}
        busy={busy}
        onAnswer={(answer) => run(() => answerQuestion(question, answer))}
      />
      <Button type="text" disabled={busy} onClick={() => run(() => answerQuestion(question, null))}>
        {t('不回答')}
      </Button>
    </Card>
  )
}

interface CardProps {
  waiting: Waiting
  placed: boolean
  title: string
  chips: ReactNode
  body: ReactNode
  /** Its buttons. */
  children: ReactNode
}

function Card({ waiting: { chatId, chatTitle, until }, placed, title, chips, body, children }: CardProps) {
  return (
    <article className={styles.card} aria-label={title}>
      <header className={styles.head}>
        {/* Said once when the card comes; what counts down beside it is not. */}
        <p role="alert">{title}</p>
        {chips}
        {placed && (
          <a className={styles.chat} href={hrefTo(`/chats/${chatId}`)} title={chatTitle}>
            {chatTitle}
          </a>
        )}
        <Left until={until} />
      </header>
      {body}
      <div className={styles.actions}>{children}</div>
    </article>
  )
}

/** Counts down by itself, so that nothing else is drawn again for it. */
function Left({ until }: { until: number }) {
  const now = useNow(1000)
  return (
    <time className={styles.left} role="timer" aria-live="off">
      {leftWords(until, now)}
    </time>
  )
}

/** One answer at a time. */
function useBusy(): { busy: boolean; run: (answer: () => Promise<void>) => void } {
  const [busy, setBusy] = useState(false)
  const run = (answer: () => Promise<void>) => {
    setBusy(true)
    void answer().finally(() => setBusy(false))
  }
  return { busy, run }
}
