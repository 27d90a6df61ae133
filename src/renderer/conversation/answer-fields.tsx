import { Button, Input, InputNumber } from 'antd'
import { useState } from 'react'
import { t } from '../i18n/i18n.ts'
import styles from './ask-card.module.css'
import type { AnswerForm } from './ask-words.ts'

export type Answer = string | number | boolean | null

interface AnswerFieldsProps {
  form: AnswerForm
  /** The question, for screen readers. */
  label: string
  busy: boolean
  onAnswer: (answer: Answer) => void
}

/** What a question is answered with: buttons for a choice, else a field. */
export function AnswerFields({ form, label, busy, onAnswer }: AnswerFieldsProps) {
  if (form.kind === 'choice') {
    return form.options.map((option) => (
      <Button key={option.label} disabled={busy} onClick={() => onAnswer(option.value)}>
        {option.label}
      </Button>
    ))
  }
  return <Typed form={form} label={label} busy={busy} onAnswer={onAnswer} />
}

interface TypedProps extends AnswerFieldsProps {
  form: Exclude<AnswerForm, { kind: 'choice' }>
}

function Typed({ form, label, busy, onAnswer }: TypedProps) {
  const [value, setValue] = useState<string | number | null>(null)
  const empty = value === null || value === ''
  const send = () => {
    if (!empty && !busy) onAnswer(value)
  }
  return (
    <>
      {form.kind === 'number' ? (
        <InputNumber<number>
          className={styles.field as string}
          aria-label={label}
          {...(form.whole && { precision: 0 })}
          {...(form.min !== undefined && { min: form.min })}
          {...(form.max !== undefined && { max: form.max })}
          onChange={setValue}
          onPressEnter={send}
        />
      ) : (
        <Input
          className={styles.field as string}
          aria-label={label}
          {...(form.maxLength !== undefined && { maxLength: form.maxLength })}
          onChange={(event) => setValue(event.target.value)}
          onPressEnter={send}
        />
      )}
      <Button disabled={busy || empty} onClick={send}>
        {t('回答')}
      </Button>
    </>
  )
}
