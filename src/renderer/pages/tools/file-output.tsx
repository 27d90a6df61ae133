import type { ToolFileState } from '../../../shared/tools.ts'
import { t } from '../../i18n/i18n.ts'
import { formatSeconds } from '../../ui/format.ts'
import styles from './card.module.css'

/** What a file wrote, oldest first. */
export function FileOutput({ lines }: { lines: ToolFileState['output'] }) {
  const errors = lines.filter(({ level }) => level === 'error').length
  return (
    <details className={styles.fold}>
      <summary>
        {errors > 0
          ? t('它写的日志，{{n}} 行，{{errors}} 行出错', { n: lines.length, errors })
          : t('它写的日志，{{n}} 行', { n: lines.length })}
      </summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard */}
      <ul className={styles.output} tabIndex={0} aria-label={t('它写的日志')}>
        {lines.map(({ at, level, text }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of the same moment may be alike
          <li key={`${at} ${index}`} data-level={level}>
            <time>{formatSeconds(at)}</time>
            <span>{text}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}
