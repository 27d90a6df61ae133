import { Button } from 'antd'
import { Component, type ReactNode } from 'react'
import type { Problem } from '../../shared/problem.ts'
import { t } from '../i18n/i18n.ts'
import { problemOf } from '../live/panel-error.ts'
import { ErrorBlock } from '../ui/error-block.tsx'
import styles from './page-boundary.module.css'

interface PageBoundaryProps {
  children: ReactNode
}

/** A page that breaks says so in its place; rail, strip and the bot go on. */
export class PageBoundary extends Component<PageBoundaryProps, { problem: Problem | null }> {
  override state = { problem: null as Problem | null }

  static getDerivedStateFromError(error: unknown) {
    return { problem: problemOf(error) }
  }

  override render() {
    const { problem } = this.state
    if (!problem) return this.props.children
    return (
      <div className={styles.broken}>
        <ErrorBlock problem={problem}>
          <Button size="small" type="primary" onClick={() => this.setState({ problem: null })}>
            {t('再试一次')}
          </Button>
        </ErrorBlock>
      </div>
    )
  }
}
