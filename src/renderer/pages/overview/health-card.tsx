import type { Standing } from '../../app/standing.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Status } from '../../ui/status.tsx'
import styles from './health-card.module.css'

interface HealthCardProps {
  name: string
  href: string
  /** Absent while it is not known. */
  standing: Standing | undefined
  main: string | undefined
  facts: [title: string, value: string][]
}

export function HealthCard({ name, href, standing, main, facts }: HealthCardProps) {
  return (
    <a className={styles.card} href={href} data-tone={standing?.tone}>
      <div className={styles.top}>
        <span>{name}</span>
        {standing && <Status tone={standing.tone}>{standing.word}</Status>}
      </div>
      {main === undefined ? (
        <Skeleton widths={[0.7, 0.5]} />
      ) : (
        <>
          <div className={styles.main} title={main}>
            {main}
          </div>
          <dl className={styles.facts}>
            {facts.map(([title, value]) => (
              <div key={title}>
                <dt>{title}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </a>
  )
}
