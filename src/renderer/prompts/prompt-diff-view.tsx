import { useMemo } from 'react'
import { t } from '../i18n/i18n.ts'
import { type DiffRow, diffRows } from './prompt-diff.ts'
import styles from './prompt-diff-view.module.css'

interface PromptDiffViewProps {
  before: string
  after: string
}

/** More than this nobody reads, and drawing it takes long. */
const mostRows = 600

const signs = { same: ' ', removed: '−', added: '+' } as const

/** What became of a text: a sign and a colour for each line, and the words that differ stand out. */
export function PromptDiffView({ before, after }: PromptDiffViewProps) {
  const rows = useMemo(() => diffRows(before, after), [before, after])
  return (
    <div className={styles.diff}>
      {rows.slice(0, mostRows).map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a comparison is what it is; its lines never move
        <Row key={index} row={row} />
      ))}
      {rows.length > mostRows && (
        <p className={styles.skipped}>{t('还有 {{n}} 行', { n: rows.length - mostRows })}</p>
      )}
    </div>
  )
}

function Row({ row }: { row: DiffRow }) {
  if (row.kind === 'skipped') return <p className={styles.skipped}>{t('{{n}} 行没变', { n: row.lines })}</p>
  return (
    <p className={styles.line} data-kind={row.kind}>
      <span className={styles.sign}>{signs[row.kind]}</span>
      <span className={styles.text}>
        {row.pieces.map(({ text, changed }, index) =>
          changed ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <mark key={index}>{text}</mark>
          ) : (
            text
          ),
        )}
      </span>
    </p>
  )
}
