import { useEffect, useRef } from 'react'
import { t } from '../i18n/i18n.ts'
import { type Command, groupTitle } from './commands.tsx'
import styles from './palette-list.module.css'

interface PaletteListProps {
  id: string
  /** Grouped: those of one group stand together. */
  commands: Command[]
  chosen: number
  words: string
  onPoint: (index: number) => void
  onRun: (command: Command) => void
}

/** What was found. The field above keeps the focus and has the keys. */
export function PaletteList({ id, commands, chosen, words, onPoint, onRun }: PaletteListProps) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector(`[data-index="${chosen}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  return (
    <div className={styles.list} id={id} role="listbox" aria-label={t('结果')} ref={list}>
      {commands.map((command, index) => (
        <div key={command.id} role="presentation">
          {command.group !== commands[index - 1]?.group && (
            <div className={styles.group} role="presentation">
              {groupTitle(command.group)}
            </div>
          )}
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: as said above, the field has the keys */}
          <div
            className={styles.row}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            data-index={index}
            onMouseMove={() => onPoint(index)}
            onClick={() => onRun(command)}
          >
            {command.icon}
            <span className={styles.title}>
              <Marked text={command.title} words={words} />
            </span>
            <span className={styles.note}>{command.note}</span>
          </div>
        </div>
      ))}
      {commands.length === 0 && <p className={styles.nothing}>{t('没有找到「{{words}}」', { words })}</p>}
    </div>
  )
}

function Marked({ text, words }: { text: string; words: string }) {
  const at = text.toLowerCase().indexOf(words.trim().toLowerCase())
  if (words.trim() === '' || at < 0) return text
  const end = at + words.trim().length
  return (
    <>
      {text.slice(0, at)}
      <mark>{text.slice(at, end)}</mark>
      {text.slice(end)}
    </>
  )
}
