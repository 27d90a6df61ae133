import { SearchOutlined } from '@ant-design/icons'
import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { t } from '../i18n/i18n.ts'
import { useTopic } from '../live/use-topic.ts'
import { type Command, commandsOf, matching } from './commands.tsx'
import styles from './palette.module.css'
import { PaletteList } from './palette-list.tsx'

interface PaletteProps {
  onClose: () => void
}

const all = <T,>(value: T) => value

/** Ctrl+K: jump to a page or a chat, switch the model, pause. */
export function Palette({ onClose }: PaletteProps) {
  const [words, setWords] = useState('')
  const [chosen, setChosen] = useState(0)
  const listId = useId()
  const chats = useTopic('chats', all)
  const config = useTopic('config', ({ config }) => config)
  const paused = useTopic('app', (app) => app.paused)
  const found = matching(commandsOf({ chats, config, paused }), words)

  const shade = useRef<HTMLDivElement>(null)
  const field = useRef<HTMLInputElement>(null)
  useLayoutEffect(() => {
    const box = shade.current
    // The window had the focus somewhere; it goes back there.
    const before = document.activeElement
    // A drawer below takes back every focus that it hears of.
    const keep = (event: FocusEvent) => event.stopPropagation()
    box?.addEventListener('focusin', keep)
    field.current?.focus()
    return () => {
      box?.removeEventListener('focusin', keep)
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])

  const run = (command: Command | undefined) => {
    if (!command) return
    onClose()
    command.run()
  }
  const press = (event: KeyboardEvent) => {
    const last = found.length - 1
    if (event.key === 'Escape') onClose()
    else if (event.key === 'ArrowDown') setChosen(chosen >= last ? 0 : chosen + 1)
    else if (event.key === 'ArrowUp') setChosen(chosen <= 0 ? last : chosen - 1)
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) run(found[chosen])
    else return
    event.preventDefault()
    // The same drawer closes on Escape.
    event.stopPropagation()
  }

  return createPortal(
    // biome-ignore lint/a11y/noStaticElementInteractions: a click beside the box closes it; Escape does the same
    <div
      ref={shade}
      className={styles.shade}
      role="presentation"
      onMouseDown={(event) => event.target === event.currentTarget && onClose()}
    >
      <div className={styles.palette} role="dialog" aria-modal="true" aria-label={t('搜索与命令')}>
        <div className={styles.field}>
          <SearchOutlined />
          <input
            ref={field}
            role="combobox"
            aria-expanded="true"
            aria-controls={listId}
            aria-activedescendant={found[chosen] && `${listId}-${chosen}`}
            aria-label={t('搜索与命令')}
            placeholder={t('聊天、页面、模型')}
            value={words}
            onChange={(event) => {
              setWords(event.target.value)
              setChosen(0)
            }}
            onKeyDown={press}
          />
          <kbd>Esc</kbd>
        </div>
        <PaletteList
          id={listId}
          commands={found}
          chosen={chosen}
          words={words}
          onPoint={setChosen}
          onRun={run}
        />
        <div className={styles.foot}>
          <span>
            <kbd>↑</kbd>
            <kbd>↓</kbd>
            {t('选')}
          </span>
          <span>
            <kbd>↵</kbd>
            {t('打开')}
          </span>
        </div>
      </div>
    </div>,
    document.body,
  )
}
