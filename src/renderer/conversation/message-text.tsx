import { Fragment } from 'react'
import styles from './message-text.module.css'

interface MessageTextProps {
  text: string
  recalled: boolean
}

/** A message's text with its @ marked; struck through when it was recalled. */
export function MessageText({ text, recalled }: MessageTextProps) {
  const parts = mentionParts(text).map(({ text: part, mention }, index) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of a fixed text have no identity
    if (!mention) return <Fragment key={index}>{part}</Fragment>
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: as above
      <span key={index} className={styles.mention}>
        {part}
      </span>
    )
  })
  return recalled ? <del className={styles.recalled}>{parts}</del> : parts
}

/** Cuts a text at its `@name`; an address like `a@b.c` is none. */
export function mentionParts(text: string): { text: string; mention: boolean }[] {
  const parts: { text: string; mention: boolean }[] = []
  let from = 0
  for (const found of text.matchAll(/(?<![\w.])@[^\s@，。！？,!?]{1,24}/g)) {
    if (found.index > from) parts.push({ text: text.slice(from, found.index), mention: false })
    parts.push({ text: found[0], mention: true })
    from = found.index + found[0].length
  }
  if (from < text.length) parts.push({ text: text.slice(from), mention: false })
  return parts
}
