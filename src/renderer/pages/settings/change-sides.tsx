import type { Change } from '../../../shared/state.ts'
import styles from './change-sides.module.css'
import { fieldOfChange, sideWords } from './change-words.ts'

/** What stood there before, and what stands there since. */
export function ChangeSides({ change }: { change: Change }) {
  const field = fieldOfChange(change)
  return (
    <span className={styles.sides} data-undone={change.undone || undefined}>
      <del>{sideWords(field, change.before)}</del>
      <span aria-hidden="true">→</span>
      <ins>{sideWords(field, change.after)}</ins>
    </span>
  )
}
