import { Button } from 'antd'
import type { ReactNode } from 'react'
import { isTaken } from '../../shared/decision.ts'
import type { Problem } from '../../shared/problem.ts'
import type { ChatMessage } from '../../shared/state.ts'
import { setPaused } from '../app/pause.ts'
import { t } from '../i18n/i18n.ts'
import { formatCost, formatCount, shortModel } from '../ui/format.ts'
import { IgnoredLine, ReasonLine } from '../ui/reason-line.tsx'
import { Yuan } from '../ui/yuan.tsx'
import styles from './message-footer.module.css'
import { reasonHref, reasonText } from './reason-text.ts'
import type { Place } from './rows.ts'
import { usedWords } from './tool-calls.ts'
import { retryMessage } from './turn-actions.ts'
import type { Why } from './use-whys.ts'
import { WhyBox } from './why-box.tsx'

interface MessageFooterProps {
  message: ChatMessage
  place: Place
  mine: boolean
  why: Why | undefined
  onToggleWhy: (turnId: number) => void
}

/** What is said below a bubble: why it was answered or not, and what became of it. */
export function MessageFooter({ message, place, mine, why, onToggleWhy }: MessageFooterProps) {
  const lines =
    message.from === 'bot'
      ? [recalled(message), delivery(message)]
      : [recalled(message), ignored(message), outcome(message, place)]
  const { turnId } = message
  const reason = place.endsAnswer && turnId !== null && (
    <>
      <ReasonLine
        facts={factsOf(message, place)}
        open={why !== undefined}
        onToggle={() => onToggleWhy(turnId)}
      />
      {why && <WhyBox why={why} onRetry={retryOf(place.trigger)} />}
    </>
  )
  if (!reason && lines.every((line) => line === null)) return null
  return (
    <div className={styles.footer} data-mine={mine || undefined}>
      {lines}
      {reason}
    </div>
  )
}

function factsOf({ used }: ChatMessage, { trigger, turn }: Place): ReactNode[] {
  const facts: ReactNode[] = []
  const reason = turn?.reason ?? trigger?.reason
  const rule = trigger?.reason === reason ? (trigger?.rule ?? null) : null
  if (reason) facts.push(reasonText(reason, rule))
  if (turn && turn.messageCount > 1) facts.push(t('{{n}} 条合在一起', { n: turn.messageCount }))
  if (turn && turn.toolCalls.length > 0) facts.push(usedWords(turn.toolCalls.length))
  // Turns of long ago are not among the live ones.
  const use = turn ?? used
  if (use?.model)
    facts.push(
      <span className={styles.model} title={use.model}>
        {shortModel(use.model)}
      </span>,
    )
  if (use && use.tokens > 0) {
    facts.push(t('{{n}} 词元', { n: formatCount(use.tokens) }))
    facts.push(<Yuan>{formatCost(use.cost)}</Yuan>)
  }
  return facts
}

function retryOf(trigger: ChatMessage | null): (() => void) | undefined {
  return trigger ? () => void retryMessage(trigger.id) : undefined
}

function recalled(message: ChatMessage): ReactNode {
  return message.recalled ? <Note key="recalled">{t('已撤回')}</Note> : null
}

function ignored(message: ChatMessage): ReactNode {
  const { reason, rule, chatId } = message
  if (message.recalled || reason === null || isTaken(reason)) return null
  const href = reasonHref(reason, chatId)
  return (
    <IgnoredLine key="ignored" reason={reasonText(reason, rule)}>
      {reason === 'paused' && (
        <button type="button" className={styles.link} onClick={() => void setPaused(false)}>
          {t('恢复回复')}
        </button>
      )}
      {href && (
        <a className={styles.link} href={href}>
          {t('改规则')}
        </a>
      )}
      {answerable.has(reason) && (
        <button type="button" className={styles.link} onClick={() => void retryMessage(message.id)}>
          {t('回这条')}
        </button>
      )}
    </IgnoredLine>
  )
}

/** What a person may want answered all the same. */
const answerable: ReadonlySet<string> = new Set([
  'not-addressed',
  'paused',
  'stale',
  'lane-full',
  'private-off',
  'mention-off',
  'reply-off',
  'muted',
  'quiet-hours',
  'chat-cooldown',
  'person-cooldown',
  'rate-limit',
  'chat-pending',
])

/** A message that was taken but has no answer below it. */
function outcome(message: ChatMessage, { turn }: Place): ReactNode {
  if (message.problem) return <Broken key="problem" problem={message.problem} retry={message.id} />
  if (turn?.outcome === 'failed' && turn.problem)
    return <Broken key="problem" problem={turn.problem} retry={message.id} />
  if (turn?.outcome === 'silent') return <IgnoredLine key="silent" reason={t('模型选择不说话')} />
  if (turn?.outcome === 'stopped') return <IgnoredLine key="stopped" reason={t('被停下了')} />
  return null
}

function delivery(message: ChatMessage): ReactNode {
  if (message.recalled) return null
  if (message.problem) return <Broken key="problem" problem={message.problem} />
  if (message.delivery === 'sending') return <Note key="sending">{t('正在发送')}</Note>
  if (message.delivery === 'unknown')
    return (
      <Note key="unknown" tone="warn">
        {t('不确定发出去没有：发送时断开了')}
      </Note>
    )
  if (message.delivery === 'failed')
    return (
      <Note key="failed" tone="err">
        {t('没有发出去')}
      </Note>
    )
  return null
}

function Note({ tone, children }: { tone?: 'warn' | 'err'; children: ReactNode }) {
  return (
    <span className={styles.note} data-tone={tone}>
      {children}
    </span>
  )
}

function Broken({ problem, retry }: { problem: Problem; retry?: number }) {
  return (
    <span className={styles.note} data-tone="err">
      {problem.hint ? `${problem.message} · ${problem.hint}` : problem.message}
      {retry !== undefined && (
        <Button size="small" type="text" onClick={() => void retryMessage(retry)}>
          {t('重答')}
        </Button>
      )}
    </span>
  )
}
