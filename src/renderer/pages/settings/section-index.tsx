import { Fragment } from 'react'
import { t } from '../../i18n/i18n.ts'
import styles from './section-index.module.css'

/** A section of the page, or a part of one. */
export interface IndexEntry {
  id: string
  /** '' for a part that has no heading. */
  title: string
  parts?: readonly IndexEntry[]
}

/** What there is on the page, to get there at once. Only where there is room beside it. */
export function SectionIndex({ entries }: { entries: readonly IndexEntry[] }) {
  return (
    <nav className={styles.index} aria-label={t('设置的目录')}>
      {entries.map(({ id, title, parts = [] }) => (
        <Fragment key={id}>
          <Entry id={id} title={title} />
          {parts.map((part) => part.title && <Entry key={part.id} id={part.id} title={part.title} inner />)}
        </Fragment>
      ))}
    </nav>
  )
}

function Entry({ id, title, inner = false }: { id: string; title: string; inner?: boolean }) {
  const go = () => document.getElementById(`settings-${id}`)?.scrollIntoView({ block: 'start' })
  return (
    <button type="button" data-inner={inner || undefined} onClick={go}>
      {t(title)}
    </button>
  )
}
