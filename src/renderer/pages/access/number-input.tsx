import { Button, Input } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import { t } from '../../i18n/i18n.ts'
import styles from './people-pane.module.css'

interface NumberInputProps {
  /** What the list is called. */
  list: string
  /** What is wrong with what was typed; null when it can be added. */
  complaint: (text: string) => string | null
  onType: (text: string) => void
  /** Resolves to false when it was refused. */
  onAdd: (text: string) => Promise<boolean>
}

/** Takes QQ numbers, one or several at once, and says in words what is wrong with them. */
export function NumberInput({ list, complaint, onType, onAdd }: NumberInputProps) {
  const id = useId()
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const type = (next: string) => {
    setText(next)
    setProblem(null)
    onType(next)
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const wrong = complaint(text)
    setProblem(wrong)
    if (wrong === null && (await onAdd(text))) type('')
  }
  return (
    <form className={styles.add} onSubmit={(event) => void submit(event)}>
      <Input
        size="small"
        style={{ width: 168 }}
        inputMode="numeric"
        placeholder={t('QQ 号')}
        aria-label={t('加到「{{list}}」的 QQ 号', { list })}
        aria-describedby={`${id}-problem`}
        aria-invalid={problem !== null}
        status={problem === null ? '' : 'error'}
        value={text}
        onChange={(event) => type(event.target.value)}
      />
      <Button
        size="small"
        htmlType="submit"
        aria-label={t('加上「{{list}}」', { list })}
        disabled={text.trim() === ''}
      >
        {t('加上')}
      </Button>
      <span id={`${id}-problem`} className={styles.problem} role="alert">
        {problem}
      </span>
    </form>
  )
}
