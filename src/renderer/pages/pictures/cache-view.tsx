import type { PicturesState } from '../../../shared/pictures.ts'
import { CacheFacts } from './cache-facts.tsx'
import styles from './cache-view.module.css'
import { DiskPane } from './disk-pane.tsx'
import { JobsPane } from './jobs-pane.tsx'
import { MemoryPane } from './memory-pane.tsx'

/** What pictures do right now and what is kept of them. */
export function CacheView({ state }: { state: PicturesState }) {
  return (
    <div className={styles.view}>
      <CacheFacts state={state} />
      <JobsPane state={state} />
      <div className={styles.pair}>
        <MemoryPane state={state} />
        <DiskPane state={state} />
      </div>
    </div>
  )
}
