import { CloseCircleFilled } from '@ant-design/icons'
import type { ReactNode } from 'react'
import type { Problem } from '../../shared/problem.ts'
import { t } from '../i18n/i18n.ts'
import { CopyButton } from './copy-button.tsx'
import styles from './error-block.module.css'

interface ErrorBlockProps {
  problem: Problem
  /** Buttons that mend it; the first may be the page's primary one. */
  children?: ReactNode
}

/** What happened, what to do, and something to hand to somebody who can help. */
export function ErrorBlock({ problem, children }: ErrorBlockProps) {
  return (
    <div className={styles.block} role="alert">
      <CloseCircleFilled className={styles.icon} />
      <div className={styles.main}>
        <div className={styles.title}>
          {problem.message}
          <code>{problem.code}</code>
        </div>
        {problem.hint && <div className={styles.hint}>{problem.hint}</div>}
      </div>
      <div className={styles.actions}>
        {children}
        <CopyButton text={() => diagnosis(problem)} label={t('复制诊断')} />
      </div>
    </div>
  )
}

function diagnosis(problem: Problem): string {
  const lines = [`[${problem.code}] ${problem.message}`, problem.hint, problem.detail]
  return lines.filter((line) => line).join('\n')
}
