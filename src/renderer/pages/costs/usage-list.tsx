import { useState } from 'react'
import type { UsageRow } from '../../../shared/costs.ts'
import { t } from '../../i18n/i18n.ts'
import { formatCount } from '../../ui/format.ts'
import { Pane } from '../../ui/pane.tsx'
import { ShareBar } from '../../ui/share-bar.tsx'
import { Yuan } from '../../ui/yuan.tsx'
import { costText, tokensOf } from './cost-words.ts'
import styles from './usage-list.module.css'
import { usageWeights } from './usage-weights.ts'

interface UsageListProps {
  title: string
  rows: readonly UsageRow[]
  titleOf?: (row: UsageRow) => string
  /** Where the subject of a row has a page. */
  hrefOf?: (row: UsageRow) => string | undefined
}

const shownAtFirst = 6

/** Who or what used the most: a bar each, the longest first. */
export function UsageList({ title, rows, titleOf = (row) => row.title, hrefOf }: UsageListProps) {
  const [all, setAll] = useState(false)
  const weights = usageWeights(rows)
  const shown = all ? rows : rows.slice(0, shownAtFirst)
  const rest = rows.length - shown.length
  return (
    <Pane title={title} count={rows.length} flush>
      {rows.length === 0 && <p className={styles.none}>{t('没有用过。')}</p>}
      <ol className={styles.rows} aria-label={title}>
        {shown.map((row, index) => {
          const name = titleOf(row)
          const note = noteOf(row)
          const href = hrefOf?.(row)
          return (
            <li key={row.key} className={styles.row}>
              {href ? (
                <a className={styles.name} href={href} title={name}>
                  {name}
                </a>
              ) : (
                <span className={styles.name} title={name}>
                  {name}
                </span>
              )}
              <span className={styles.tokens} title={note}>
                {row.estimated > 0
                  ? t('约 {{n}} 词元', { n: formatCount(tokensOf(row)) })
                  : t('{{n}} 词元', { n: formatCount(tokensOf(row)) })}
              </span>
              <span className={styles.cost} title={note}>
                <Yuan>{costText(row)}</Yuan>
              </span>
              <span className={styles.bar}>
                <ShareBar share={weights[index] ?? 0} tone="info" />
              </span>
            </li>
          )
        })}
      </ol>
      {rest > 0 && (
        <button type="button" className={styles.more} onClick={() => setAll(true)}>
          {t('还有 {{n}} 个', { n: rest })}
        </button>
      )}
    </Pane>
  )
}

/** Why the numbers of a row are not the whole truth; undefined when they are. */
function noteOf({ unpriced, estimated, calls }: UsageRow): string | undefined {
  const notes = [
    unpriced > 0 && unpriced < calls && t('{{n}} 次不知道单价，没有算进去', { n: unpriced }),
    estimated > 0 && t('{{n}} 次提供商没有返回用量，按字数估的', { n: estimated }),
  ].filter(Boolean)
  return notes.length > 0 ? notes.join('；') : undefined
}
