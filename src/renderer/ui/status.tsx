import type { ReactNode } from 'react'
import { Dot, type Tone } from './dot.tsx'
import styles from './status.module.css'

interface StatusProps {
  tone: Tone
  pulse?: boolean
  children: ReactNode
}

/** A dot and its word. */
export function Status({ tone, pulse = false, children }: StatusProps) {
  return (
    <span className={styles.status} data-tone={tone}>
      <Dot tone={tone} pulse={pulse} />
      {children}
    </span>
  )
}
