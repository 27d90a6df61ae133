import type { CSSProperties } from 'react'
import { t } from '../i18n/i18n.ts'
import { type Stage, stageColours, stages, stageTitle, waitingStages } from './stage.ts'
import styles from './track.module.css'

interface TrackProps {
  at: Stage
  /** What it does there: `2.1 s`, the tool's name. */
  note?: string | undefined
  /** Narrow bars, for list rows. */
  small?: boolean
}

/** Where one answer is: six bars, the present one wide and moving, then its name. */
export function Track({ at, note, small = false }: TrackProps) {
  const position = stages.indexOf(at)
  const title = stageTitle(at)
  const sentence = t('第 {{n}} 步，共 {{total}} 步：{{title}} {{note}}', {
    n: position + 1,
    total: stages.length,
    title,
    note: note ?? '',
  })
  return (
    <span className={styles.track} role="img" aria-label={sentence.trim()} data-small={small || undefined}>
      <span className={styles.bars}>
        {stages.map((stage, index) => (
          <i
            key={stage}
            data-at={index < position ? 'done' : index === position ? 'now' : undefined}
            data-waiting={(index === position && waitingStages.has(stage)) || undefined}
            style={{ '--stage': stageColours[stage] } as CSSProperties}
          />
        ))}
      </span>
      <span className={styles.now}>
        {title}
        {note && <b>{note}</b>}
      </span>
    </span>
  )
}
