import type { ReactNode } from 'react'
import styles from './chip.module.css'
import type { Tone } from './dot.tsx'

interface ChipProps {
  tone?: Tone
  title?: string
  children: ReactNode
}

export function Chip({ tone = 'mute', title, children }: ChipProps) {
  return (
    <span className={styles.chip} data-tone={tone} title={title}>
      {children}
    </span>
  )
}
