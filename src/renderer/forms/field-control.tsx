import { Input, InputNumber, Select, Switch } from 'antd'
import { t } from '../i18n/i18n.ts'
import type { Field } from './field.ts'
import styles from './field-row.module.css'
import { MultilineControl } from './multiline-control.tsx'
import { useDraft } from './use-draft.ts'

const narrow = { width: 148 }
const wide = { width: 220 }
const wider = { width: 320 }
const full = { width: '100%' }

export interface ControlProps {
  /** Of the element that the label names; its help is `${id}-help`. */
  id: string
  field: Field
  value: unknown
  onSave: (value: unknown) => void
}

/** The control a field's kind asks for. Switches and choices save at once, typing saves on Enter and when left. */
export function FieldControl(props: ControlProps) {
  const { id, field, value, onSave } = props
  const { control } = field
  switch (control.kind) {
    case 'switch':
      return <Switch id={id} checked={value === true} onChange={onSave} aria-describedby={`${id}-help`} />
    case 'choice':
      return (
        <Select
          id={id}
          style={narrow}
          value={String(value)}
          onChange={onSave}
          options={control.options.map((option) => ({ value: option.value, label: t(option.title) }))}
        />
      )
    case 'number':
      return <NumberControl {...props} control={control} />
    case 'list':
      return <ListControl {...props} />
    case 'text':
      return control.multiline ? (
        <MultilineControl {...props} />
      ) : (
        <TextControl {...props} control={control} />
      )
  }
}

interface NumberControlProps extends ControlProps {
  control: Extract<Field['control'], { kind: 'number' }>
}

function NumberControl({ id, field, value, onSave, control }: NumberControlProps) {
  const draft = useDraft<number | null>(field, typeof value === 'number' ? value : null, onSave)
  return (
    <>
      <InputNumber
        id={id}
        style={narrow}
        value={draft.value}
        step={stepOf(control)}
        suffix={field.unit === null ? null : t(field.unit)}
        placeholder={control.nullable ? t('不填') : ''}
        status={draft.problem === null ? '' : 'error'}
        aria-describedby={`${id}-help`}
        onChange={draft.change}
        onBlur={draft.save}
        onPressEnter={draft.save}
      />
      <Complaint text={draft.problem} />
    </>
  )
}

/** Tenths where they make a difference; a step also decides how many decimals are shown. */
function stepOf({ integer, max }: NumberControlProps['control']): number {
  return integer || max === null || max > 100 ? 1 : 0.1
}

interface TextControlProps extends ControlProps {
  control: Extract<Field['control'], { kind: 'text' }>
}

/** Names are short; more than this is a sentence. */
const longestName = 64

function TextControl({ id, field, value, onSave, control }: TextControlProps) {
  const draft = useDraft(field, typeof value === 'string' ? value : '', onSave)
  return (
    <>
      <Input
        id={id}
        style={(control.maxLength ?? 0) > longestName ? wider : wide}
        value={draft.value}
        status={draft.problem === null ? '' : 'error'}
        aria-describedby={`${id}-help`}
        onChange={(event) => draft.change(event.target.value)}
        onBlur={draft.save}
        onPressEnter={draft.save}
      />
      <Complaint text={draft.problem} />
    </>
  )
}

function ListControl({ id, field, value, onSave }: ControlProps) {
  const draft = useDraft(field, Array.isArray(value) ? value.map(String) : [], onSave)
  return (
    <>
      <Select
        id={id}
        style={full}
        mode="tags"
        open={false}
        suffixIcon={null}
        value={draft.value}
        tokenSeparators={[',', '，', '、', ' ']}
        placeholder={t('输入后按回车')}
        status={draft.problem === null ? '' : 'error'}
        onChange={draft.change}
        onBlur={draft.save}
      />
      <Complaint text={draft.problem} />
    </>
  )
}

function Complaint({ text }: { text: string | null }) {
  return text === null ? null : (
    <p className={styles.problem} role="alert">
      {text}
    </p>
  )
}
