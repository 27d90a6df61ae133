import { CloseOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { hrefTo } from '../../app/router.ts'
import { t } from '../../i18n/i18n.ts'
import { call } from '../../live/panel.ts'
import { formatDuration, formatLeft } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Monogram } from '../../ui/monogram.tsx'
import { stageTitle } from '../../ui/stage.ts'
import { showProblem } from '../../ui/toast.tsx'
import { useNow } from '../../ui/use-now.ts'
import type { Lane, LaneTurn, Segment } from './lane.ts'
import styles from './lanes.module.css'
import { stageStyle } from './stage-style.ts'

interface LaneRowProps {
  lane: Lane
  ticks: readonly number[]
  windowMs: number
}

/** One chat: who it is, what happened when, and what it does now. */
export function LaneRow({ lane, ticks, windowMs }: LaneRowProps) {
  const { current } = lane
  return (
    <li
      className={styles.lane}
      data-idle={current === null || undefined}
      data-stuck={current?.stuck || undefined}
    >
      <a className={styles.chat} href={hrefTo(`/chats/${lane.chatId}`)}>
        <Monogram name={lane.title} size={24} />
        <span title={lane.title}>{lane.title}</span>
        {lane.waiting > 0 && <em title={t('后面还排着 {{n}} 条', { n: lane.waiting })}>+{lane.waiting}</em>}
      </a>
      <div className={styles.time} aria-hidden="true">
        {ticks.slice(1).map((ms) => (
          <u key={ms} style={{ left: `${(1 - ms / windowMs) * 100}%` }} />
        ))}
        <div className={styles.moving}>
          {lane.turns.map((turn) => (
            <TurnBar key={turn.id} turn={turn} />
          ))}
        </div>
      </div>
      <Now lane={lane} />
      {current?.stuck && <Stuck lane={lane} current={current} />}
    </li>
  )
}

function TurnBar({ turn }: { turn: LaneTurn }) {
  return (
    <div className={styles.turn} data-live={turn.live || undefined}>
      {turn.segments.map((segment, index) => (
        <Step
          key={segment.startedAt}
          segment={segment}
          live={turn.live}
          stuck={turn.stuck && index === turn.segments.length - 1}
        />
      ))}
    </div>
  )
}

/** Share of the axis that one character of a label needs. */
const characterWidth = 0.03

function Step({ segment, live, stuck }: { segment: Segment; live: boolean; stuck: boolean }) {
  const { stage, note, waiting, left, ahead, ms } = segment
  const width = segment.width - ahead
  const { style, ...striped } = stageStyle(stage, { stuck, waiting })
  const title = stage === 'tool' && waiting ? t('等批准') : stageTitle(stage)
  const words = `${title}${note && ` · ${note}`} ${formatDuration(ms)}`
  const room = width / characterWidth - title.length
  return (
    <i
      {...striped}
      style={{ ...style, left: share(left), width: share(segment.width), paddingRight: share(ahead) }}
      title={words}
    >
      {live && room > 0 && (room > 2 ? words : title)}
    </i>
  )
}

function share(part: number): string {
  return `${part * 100}%`
}

function Now({ lane }: { lane: Lane }) {
  const { current } = lane
  if (!current) {
    return (
      <div className={styles.now}>
        <i />
        <span>{t('空闲')}</span>
      </div>
    )
  }
  const stop = () => void call('turns.stop', { id: current.turn.id }).catch(showProblem)
  const word = current.stuck ? t('卡住了') : currentWord(current)
  const { mergeUntil, messageCount } = current.turn
  return (
    <div
      className={styles.now}
      data-asking={current.asking || undefined}
      style={stageStyle(current.stage).style}
    >
      <i />
      <span title={word}>{word}</span>
      {current.stage === 'merging' && mergeUntil !== null ? (
        <MergeLeft until={mergeUntil} count={messageCount} />
      ) : (
        <b>{formatDuration(current.ms)}</b>
      )}
      <IconButton label={t('停止这一条')} onClick={stop}>
        <CloseOutlined />
      </IconButton>
    </div>
  )
}

/** Counts down by itself, so that nothing else is drawn again for it. */
function MergeLeft({ until, count }: { until: number; count: number }) {
  const now = useNow(100)
  return <b>{t('还有 {{left}} · {{n}} 条', { left: formatLeft(until - now), n: count })}</b>
}

/** A tool says what it does; the other stages need their name in front of the note. */
function currentWord({ stage, note, asking }: NonNullable<Lane['current']>): string {
  if (asking) return t('等批准：{{what}}', { what: note })
  if (stage === 'tool' && note) return note
  return `${stageTitle(stage)} ${note}`.trim()
}

function Stuck({ lane, current }: { lane: Lane; current: NonNullable<Lane['current']> }) {
  const what = current.note ? `${stageTitle(current.stage)}「${current.note}」` : stageTitle(current.stage)
  const time = Math.round(current.stillMs / 1000)
  const stop = () => void call('turns.stop', { id: current.turn.id }).catch(showProblem)
  return (
    <div className={styles.why}>
      <p>
        {t('{{what}} {{n}} 秒没有动静。', { what, n: time })}
        {lane.waiting > 0 && t('后面 {{n}} 条在等它。', { n: lane.waiting })}
      </p>
      <Button size="small" onClick={stop}>
        {t('停止这一条')}
      </Button>
      <Button size="small" type="text" href={hrefTo('/logs', { turn: String(current.turn.id) })}>
        {t('看日志')}
      </Button>
    </div>
  )
}
