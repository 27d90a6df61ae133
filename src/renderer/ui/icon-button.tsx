import { Tooltip } from 'antd'
import type { ReactNode } from 'react'
import styles from './icon-button.module.css'

interface IconButtonProps {
  /** Its name, for the tooltip and for screen readers. */
  label: string
  /** 18 instead of 24 px, for the inside of a row. */
  small?: boolean
  danger?: boolean
  disabled?: boolean
  onClick: () => void
  children: ReactNode
}

export function IconButton({ label, small, danger, disabled, onClick, children }: IconButtonProps) {
  return (
    <Tooltip title={label}>
      <button
        type="button"
        className={styles.button}
        data-small={small || undefined}
        data-danger={danger || undefined}
        aria-label={label}
        disabled={disabled}
        onClick={onClick}
      >
        {children}
      </button>
    </Tooltip>
  )
}
