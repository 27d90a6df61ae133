import styles from './stats.module.css'
import type { Fact } from './turn-facts.ts'

interface StatsProps {
  facts: Fact[]
}

/** Numbers in a row: label over value. */
export function Stats({ facts }: StatsProps) {
  return (
    <dl className={styles.stats}>
      {facts.map(({ title, value, small, shrinks }) => (
        <div key={title} data-shrinks={shrinks || undefined}>
          <dt>{title}</dt>
          <dd title={value}>
            {value}
            {small && <small>{small}</small>}
          </dd>
        </div>
      ))}
    </dl>
  )
}
