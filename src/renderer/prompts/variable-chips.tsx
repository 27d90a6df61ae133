import { t } from '../i18n/i18n.ts'
import { promptVariables } from './prompt-lint.ts'
import styles from './variable-chips.module.css'

/** What a prompt may name without knowing it; a click writes the word where the cursor is. */
export function VariableChips({ onInsert }: { onInsert: (word: string) => void }) {
  return (
    <div className={styles.variables} role="toolbar" aria-label={t('插入会变的内容')}>
      {promptVariables.map(({ word, help, volatile }) => (
        <button
          key={word}
          type="button"
          title={t(help)}
          data-volatile={volatile || undefined}
          // Keeps the cursor where it is.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onInsert(word)}
        >
          {word}
        </button>
      ))}
      <p>{t('黄色的常变，实际的值写在最后，不打断缓存。')}</p>
    </div>
  )
}
