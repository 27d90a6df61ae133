import type { PictureJob } from '../../../shared/pictures.ts'
import { t } from '../../i18n/i18n.ts'
import styles from './job-track.module.css'

const steps: readonly PictureJob['stage'][] = ['waiting', 'downloading', 'converting']

/** Where a picture is: three bars, the present one wide and moving, then its name. */
export function JobTrack({ stage }: Pick<PictureJob, 'stage'>) {
  const at = steps.indexOf(stage)
  const title = stepTitle(stage)
  return (
    <span
      className={styles.track}
      role="img"
      aria-label={t('第 {{n}} 步，共 {{total}} 步：{{title}}', { n: at + 1, total: steps.length, title })}
    >
      <span className={styles.bars}>
        {steps.map((step, index) => (
          <i key={step} data-step={step} data-at={index < at ? 'done' : index === at ? 'now' : undefined} />
        ))}
      </span>
      {title}
    </span>
  )
}

function stepTitle(stage: PictureJob['stage']): string {
  const titles: Record<PictureJob['stage'], string> = {
    waiting: t('排着'),
    downloading: t('正在取'),
    converting: t('正在压'),
    failed: t('没取到'),
  }
  return titles[stage]
}
