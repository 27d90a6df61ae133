import { Button } from 'antd'
import { t } from '../../i18n/i18n.ts'
import styles from './transfer-pane.module.css'

interface ImportResultProps {
  done: string[]
  problems: string[]
  onClose: () => void
}

/** What came of an import, line by line. */
export function ImportResult({ done, problems, onClose }: ImportResultProps) {
  return (
    <div className={styles.review}>
      <p className={styles.sum} role="status">
        {done.length > 0 ? t('带来了 {{n}} 项', { n: done.length }) : t('什么也没有带来')}
        {problems.length > 0 && t('，{{n}} 处要看一眼', { n: problems.length })}。
      </p>
      <ul
        className={styles.items}
        aria-label={t('导入的结果')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable with keys
        tabIndex={0}
      >
        {problems.map((line) => (
          <li key={line}>
            <p className={styles.problem}>{line}</p>
          </li>
        ))}
        {done.map((line) => (
          <li key={line}>
            <p className={styles.carry}>{line}</p>
          </li>
        ))}
      </ul>
      <div className={styles.foot}>
        <span className={styles.buttons}>
          <Button onClick={onClose}>{t('知道了')}</Button>
        </span>
      </div>
    </div>
  )
}
