import { CloseOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { t } from '../i18n/i18n.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { Complaint } from './complaint.tsx'
import styles from './field-control.module.css'
import type { ControlProps } from './field-control.tsx'
import { type Hours, nextHours, readClock, readHours, writeHours } from './hours.ts'

/** Spans of the day, a line each; what is typed in them is saved when it is a time. */
export function HoursControl({ id, value, onSave, refusal = null }: ControlProps) {
  const spans = Array.isArray(value) ? value.map(String) : []
  const put = (at: number, span: string) => onSave(spans.map((old, index) => (index === at ? span : old)))
  return (
    <fieldset
      className={styles.hours}
      id={id}
      aria-labelledby={`${id}-label`}
      aria-describedby={`${id}-help`}
    >
      {spans.map((span, index) => (
        <SpanLine
          // biome-ignore lint/suspicious/noArrayIndexKey: a span is known by its place
          key={index}
          span={readHours(span)}
          onChange={(next) => put(index, writeHours(next))}
          onRemove={() => onSave(spans.filter((_, at) => at !== index))}
        />
      ))}
      <Button size="small" icon={<PlusOutlined />} onClick={() => onSave([...spans, nextHours(spans)])}>
        {spans.length === 0 ? t('加一段时间') : t('再加一段')}
      </Button>
      <Complaint text={refusal} />
    </fieldset>
  )
}

interface SpanLineProps {
  span: Hours
  onChange: (span: Hours) => void
  onRemove: () => void
}

function SpanLine({ span, onChange, onRemove }: SpanLineProps) {
  return (
    <div className={styles.span}>
      <ClockInput label={t('从')} time={span.from} onChange={(from) => onChange({ ...span, from })} />
      {t('到')}
      <ClockInput label={t('到')} time={span.to} onChange={(to) => onChange({ ...span, to })} />
      <IconButton label={t('去掉 {{from}} 到 {{to}}', { ...span })} onClick={onRemove}>
        <CloseOutlined />
      </IconButton>
    </div>
  )
}

interface ClockInputProps {
  label: string
  time: string
  onChange: (time: string) => void
}

function ClockInput({ label, time, onChange }: ClockInputProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const save = () => {
    if (typed === null) return
    const read = readClock(typed)
    if (read === null) return
    setTyped(null)
    if (read !== time) onChange(read)
  }
  const wrong = typed !== null && readClock(typed) === null
  return (
    <Input
      aria-label={label}
      value={typed ?? time}
      status={wrong ? 'error' : ''}
      aria-invalid={wrong}
      title={wrong ? t('写成 23:00') : ''}
      inputMode="numeric"
      onChange={(event) => setTyped(event.target.value)}
      onBlur={save}
      onPressEnter={save}
    />
  )
}
