import type { Tone } from './dot.tsx'
import styles from './share-bar.module.css'

interface ShareBarProps {
  /** 1 is the whole bar; more is drawn as the whole. */
  share: number
  tone?: Tone
}

/** How much of something is there; always stands beside its number. */
export function ShareBar({ share, tone = 'accent' }: ShareBarProps) {
  return (
    <span className={styles.bar} data-tone={tone} aria-hidden="true">
      <i style={{ width: `${Math.min(1, share) * 100}%` }} />
    </span>
  )
}
