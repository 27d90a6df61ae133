import { BulbOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { useRef } from 'react'
import { longestPrompt } from '../../shared/settings.ts'
import { t } from '../i18n/i18n.ts'
import { formatCount } from '../ui/format.ts'
import styles from './prompt-editor.module.css'
import { lintPrompt } from './prompt-lint.ts'
import { estimateTokens } from './token-estimate.ts'
import type { PromptDraft } from './use-prompt-draft.ts'
import { VariableChips } from './variable-chips.tsx'

interface PromptEditorProps {
  /** Of the text field. */
  id: string
  /** Its name, where no label stands beside it. */
  label?: string
  draft: PromptDraft
  /** Saves the text that stands there. */
  onSave: () => void
  placeholder: string
  rows: { minRows: number; maxRows: number }
  /** Whether an empty prompt is worth a hint. */
  lintEmpty?: boolean
}

/** Writes one prompt. The one kind of text of the panel with a save button: half a prompt is no prompt. */
export function PromptEditor(props: PromptEditorProps) {
  const { id, label, draft, onSave, placeholder, rows, lintEmpty = false } = props
  const area = useRef<HTMLDivElement>(null)
  const { text, unsaved } = draft
  const hints = text === '' && !lintEmpty ? [] : lintPrompt(text)
  return (
    <div className={styles.editor} ref={area}>
      <Input.TextArea
        id={id}
        {...(label === undefined ? {} : { 'aria-label': label })}
        value={text}
        maxLength={longestPrompt}
        autoSize={rows}
        placeholder={placeholder}
        onChange={(event) => draft.type(event.target.value)}
        onKeyDown={(event) => {
          if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return
          event.preventDefault()
          if (unsaved !== null) onSave()
        }}
      />
      <VariableChips onInsert={(word) => insertAtCursor(area.current, word)} />
      {hints.map((hint) => (
        <p key={hint} className={styles.hint}>
          <BulbOutlined aria-hidden="true" />
          {hint}
        </p>
      ))}
      <div className={styles.actions}>
        <Button type="primary" disabled={unsaved === null} onClick={onSave}>
          {t('保存')}
        </Button>
        {unsaved !== null && (
          <>
            <Button type="text" onClick={draft.forget}>
              {t('不改了')}
            </Button>
            <span className={styles.unsaved}>{t('还没保存')}</span>
          </>
        )}
        <span className={styles.count}>
          {t('{{n}} 字 · 约 {{tokens}} 词元', {
            n: formatCount(text.length),
            tokens: formatCount(estimateTokens(text)),
          })}
        </span>
      </div>
    </div>
  )
}

/** As if it had been typed, so that Ctrl+Z takes it back. */
function insertAtCursor(around: HTMLElement | null, word: string): void {
  around?.querySelector('textarea')?.focus()
  document.execCommand('insertText', false, word)
}
