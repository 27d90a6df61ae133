import { CoffeeOutlined } from '@ant-design/icons'
import { useMemo, useRef } from 'react'
import type { TurnState } from '../../../shared/state.ts'
import { t } from '../../i18n/i18n.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Pane } from '../../ui/pane.tsx'
import { type Stage, stageTitle } from '../../ui/stage.ts'
import { useNow } from '../../ui/use-now.ts'
import { lanesOf, ticksOf } from './lane.ts'
import { LaneRow } from './lane-row.tsx'
import styles from './lanes.module.css'
import { stageStyle } from './stage-style.ts'
import { useDrift } from './use-drift.ts'

interface LanesProps {
  turns: readonly TurnState[]
  windowMs: number
}

const shownStages: readonly Stage[] = ['received', 'merging', 'queued', 'thinking', 'tool', 'sending']
/** More chats than fit in a window at once are a number, not rows. */
const shownLanes = 30

/** The queues of all chats on one time axis that ends at now. */
export function Lanes({ turns, windowMs }: LanesProps) {
  const now = useNow(1000)
  const lanes = useMemo(() => lanesOf(turns, now, windowMs), [turns, now, windowMs])
  const body = useRef<HTMLDivElement>(null)
  useDrift(body, now, windowMs, lanes.length > 0)
  const ticks = ticksOf(windowMs)
  return (
    <Pane title={t('队列')} actions={<Legend />} flush>
      {lanes.length === 0 ? (
        <EmptyState icon={<CoffeeOutlined />} title={t('闲着')} text={t('有人说话时，这里能看到每一步。')} />
      ) : (
        <div ref={body}>
          <div className={styles.axis} aria-hidden="true">
            <span />
            <div className={styles.ticks}>
              {ticks.map((ms) => (
                <i key={ms} style={{ left: `${(1 - ms / windowMs) * 100}%` }}>
                  {tickWords(ms)}
                </i>
              ))}
              <b>{t('现在')}</b>
            </div>
          </div>
          <ul>
            {lanes.slice(0, shownLanes).map((lane) => (
              <LaneRow key={lane.chatId} lane={lane} ticks={ticks} windowMs={windowMs} />
            ))}
          </ul>
          {lanes.length > shownLanes && (
            <p className={styles.more}>{t('还有 {{n}} 个聊天', { n: lanes.length - shownLanes })}</p>
          )}
        </div>
      )}
    </Pane>
  )
}

function Legend() {
  return (
    <ul className={styles.legend}>
      {shownStages.map((stage) => (
        <li key={stage}>
          <i {...stageStyle(stage)} />
          {stageTitle(stage)}
        </li>
      ))}
    </ul>
  )
}

function tickWords(ms: number): string {
  const seconds = ms / 1000
  return seconds % 60 === 0 ? t('{{n}} 分前', { n: seconds / 60 }) : t('{{n}} s 前', { n: seconds })
}
