import { PictureOutlined } from '@ant-design/icons'
import { type ReactNode, useState } from 'react'
import { mediaSrc } from './media.ts'
import styles from './picture.module.css'

interface PictureProps {
  hash: string
  /** What is on it, for who cannot see it. */
  alt: string
  /** Shown instead when its bytes are gone. */
  gone: string
  /** Shows all of it instead of filling its place. */
  whole?: boolean
}

/** A picture of the store in the place its parent gives it. */
export function Picture({ hash, alt, gone, whole = false }: PictureProps) {
  const [broken, setBroken] = useState<string | null>(null)
  if (broken === hash) return <NoPicture>{gone}</NoPicture>
  return (
    <img
      className={styles.picture}
      data-whole={whole || undefined}
      src={mediaSrc(hash)}
      alt={alt}
      loading="lazy"
      decoding="async"
      draggable={false}
      onError={() => setBroken(hash)}
    />
  )
}

/** Where a picture would be, and why there is none. */
export function NoPicture({ children }: { children: ReactNode }) {
  return (
    <span className={styles.none}>
      <PictureOutlined aria-hidden="true" />
      <span>{children}</span>
    </span>
  )
}
