import type { CSSProperties } from 'react'
import styles from './monogram.module.css'
import { Seed } from './seed.tsx'

const hues = ['#C98A5E', '#8B9A6B', '#6E93A6', '#A47C9C', '#B58A4A', '#7C8BB5', '#B4736F', '#6C9C89']

interface MonogramProps {
  name: string
  size?: number
  /** The bot itself has the mark instead of a letter. */
  bot?: boolean
}

/** A face for who has no picture: the first letter on a colour that stays the same for a name. */
export function Monogram({ name, size = 32, bot = false }: MonogramProps) {
  const style = {
    width: size,
    height: size,
    fontSize: Math.round(size * 0.42),
    borderRadius: Math.round(size * 0.28),
    '--hue': hueOf(name),
  } as CSSProperties
  return (
    <span className={styles.face} data-bot={bot || undefined} style={style} aria-hidden="true">
      {bot ? <Seed size={Math.round(size * 0.62)} /> : [...name.trim()][0]}
    </span>
  )
}

function hueOf(name: string): string | undefined {
  let hash = 0
  for (const letter of name) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) >>> 0
  return hues[hash % hues.length]
}
