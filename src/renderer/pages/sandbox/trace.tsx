import { FileTextOutlined, NodeIndexOutlined } from '@ant-design/icons'
import { useState } from 'react'
import type { ChatMessage, TurnDetail, TurnState } from '../../../shared/state.ts'
import { RequestDrawer } from '../../conversation/request-drawer.tsx'
import { Stats } from '../../conversation/stats.tsx'
import { costOf } from '../../conversation/turn-facts.ts'
import { useTurns } from '../../conversation/use-running-turns.ts'
import { t } from '../../i18n/i18n.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorBlock } from '../../ui/error-block.tsx'
import {
  formatCost,
  formatCount,
  formatDuration,
  formatLeft,
  formatPercent,
  shortModel,
} from '../../ui/format.ts'
import { IgnoredLine } from '../../ui/reason-line.tsx'
import { Track } from '../../ui/track.tsx'
import { useNow } from '../../ui/use-now.ts'
import { type Fate, fateOf } from './fate.ts'
import { Timeline } from './timeline.tsx'
import styles from './trace.module.css'
import { useLastTurn } from './use-last-turn.ts'

interface TraceProps {
  chatId: number | null
  messages: readonly ChatMessage[] | null
}

/** 这次回复的经过: the last answer's steps on one time axis, and what was sent to the model. */
export function Trace({ chatId, messages }: TraceProps) {
  const detail = useLastTurn(chatId, messages)
  const turns = useTurns(chatId)
  const fate = messages && fateOf(messages, turns)
  return (
    <>
      <div className={styles.head}>
        <h2>{t('这次回复的经过')}</h2>
        <span>{detail && shortModel(detail.turn.model)}</span>
      </div>
      <div className={styles.body}>
        {fate && <LastLine fate={fate} />}
        {detail ? (
          <TraceBody detail={detail} />
        ) : (
          <EmptyState
            icon={<NodeIndexOutlined />}
            title={t('还没有回复')}
            text={t('说一句，这里会一步一步画出它怎么来的。')}
          />
        )}
      </div>
    </>
  )
}

/** Why the last line has no answer: what stands below is then the answer before it. */
function LastLine({ fate: { words, href } }: { fate: Fate }) {
  return (
    <p className={styles.fate}>
      <b>{t('最后一句')}</b>
      <IgnoredLine reason={words}>{href && <a href={href}>{t('改规则')}</a>}</IgnoredLine>
    </p>
  )
}

function TraceBody({ detail }: { detail: TurnDetail }) {
  const { turn } = detail
  const gathers = turn.endedAt === null && turn.steps.at(-1)?.stage === 'merging'
  return (
    <>
      {gathers && turn.mergeUntil !== null && <Gathering turn={turn} until={turn.mergeUntil} />}
      <div className={styles.stats}>
        {turn.endedAt === null ? (
          <RunningStats detail={detail} />
        ) : (
          <TraceStats detail={detail} now={turn.endedAt} />
        )}
      </div>
      {turn.problem && turn.outcome === 'failed' && <ErrorBlock problem={turn.problem} />}
      <Timeline detail={detail} />
      <Request detail={detail} />
    </>
  )
}

/** The merge window, counting down by itself. */
function Gathering({ turn, until }: { turn: TurnState; until: number }) {
  const now = useNow(100)
  const values = { left: formatLeft(until - now), n: turn.messageCount }
  return (
    <div className={styles.gathering}>
      <Track at="merging" note={t('还有 {{left}} · {{n}} 条', values)} />
    </div>
  )
}

function RunningStats({ detail }: { detail: TurnDetail }) {
  return <TraceStats detail={detail} now={useNow(200)} />
}

function TraceStats({ detail, now }: { detail: TurnDetail; now: number }) {
  const cost = costOf(detail)
  const firstToken = detail.calls[0]?.firstTokenMs
  return (
    <Stats
      facts={[
        { title: t('用时'), value: formatDuration(now - detail.turn.receivedAt) },
        { title: t('首字'), value: firstToken == null ? '–' : formatDuration(firstToken) },
        { title: t('词元'), value: cost.tokens > 0 ? formatCount(cost.tokens) : '–' },
        {
          title: t('缓存'),
          value: cost.cached === null ? '–' : formatPercent(Math.round(cost.cached * 100) / 100),
        },
        { title: t('花费'), value: cost.tokens > 0 ? formatCost(cost.yuan) : '–' },
      ]}
    />
  )
}

/** Lines of the request's last message that are shown at once. */
const shownLines = 5

function Request({ detail }: { detail: TurnDetail }) {
  const [open, setOpen] = useState(false)
  const last = detail.request?.findLast((message) => message.role === 'user')
  if (!last) return null
  return (
    <section className={styles.request}>
      <h3>
        <FileTextOutlined />
        {t('发给模型的最后几行')}
        <button type="button" onClick={() => setOpen(true)}>
          {t('全文')}
        </button>
      </h3>
      <pre>{last.content.split('\n').slice(-shownLines).join('\n')}</pre>
      <RequestDrawer detail={detail} open={open} onClose={() => setOpen(false)} />
    </section>
  )
}
