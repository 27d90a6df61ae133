import styles from './skeleton.module.css'

interface SkeletonProps {
  /** One bar each, as a part of the width. */
  widths?: number[]
}

/** Bars in the shape of what is coming. They show only after 150 ms: most things are faster. */
export function Skeleton({ widths = [0.82, 0.64, 0.4] }: SkeletonProps) {
  return (
    <div className={styles.skeleton} aria-hidden="true">
      {widths.map((width, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bars have no identity
        <i key={index} style={{ width: `${width * 100}%` }} />
      ))}
    </div>
  )
}
