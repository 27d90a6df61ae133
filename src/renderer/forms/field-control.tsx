import { Input, Segmented, Select, Switch } from 'antd'
import { t } from '../i18n/i18n.ts'
import { cx } from '../ui/class-names.ts'
import { Complaint } from './complaint.tsx'
import type { ControlOf, Field } from './field.ts'
import styles from './field-control.module.css'
import { HoursControl } from './hours-control.tsx'
import { ListControl } from './list-control.tsx'
import { ModelListControl } from './model-list-control.tsx'
import { ModelSelect } from './model-select.tsx'
import { MultilineControl } from './multiline-control.tsx'
import { NumberControl } from './number-control.tsx'
import { useDraft } from './use-draft.ts'

export interface ControlProps {
  /** Of the element that the label names; the label itself is `${id}-label`, its help `${id}-help`. */
  id: string
  field: Field
  value: unknown
  onSave: (value: unknown) => void
  /** Why the bot refused what was saved last; shown until something else is typed. */
  refusal?: string | null
  /** As wide as its place, for narrow panes. */
  fill?: boolean
}

/** The control a field's kind asks for. Switches and choices save at once, typing saves on Enter and when left. */
export function FieldControl(props: ControlProps) {
  const { id, field, value, onSave, fill = false } = props
  const { control } = field
  switch (control.kind) {
    case 'switch':
      return (
        <Switch
          id={id}
          size={fill ? 'small' : 'medium'}
          checked={value === true}
          onChange={onSave}
          aria-describedby={`${id}-help`}
        />
      )
    case 'choice':
      return <ChoiceControl {...props} control={control} />
    case 'model':
      return (
        <ModelSelect
          id={id}
          value={String(value)}
          onChange={onSave}
          {...(control.optional && { none: t('聊天自己的模型') })}
        />
      )
    case 'models':
      return (
        <ModelListControl
          id={id}
          value={namesIn(value)}
          max={control.maxItems ?? undefined}
          vision={control.vision}
          onChange={(change) => onSave(change(namesIn(value)))}
        />
      )
    case 'number':
      return <NumberControl {...props} control={control} />
    case 'list':
      return control.shape === 'hours' ? (
        <HoursControl {...props} />
      ) : (
        <ListControl {...props} control={control} />
      )
    case 'text':
      return control.multiline ? (
        <MultilineControl {...props} />
      ) : (
        <TextControl {...props} control={control} />
      )
  }
}

function namesIn(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}

/** So few that all of them can be seen at once. */
const segments = 3

function ChoiceControl({
  id,
  value,
  onSave,
  fill = false,
  control,
}: ControlProps & { control: ControlOf<'choice'> }) {
  const options = control.options.map((option) => ({ value: option.value, label: t(option.title) }))
  if (options.length <= segments) {
    return (
      <Segmented
        id={id}
        block={fill}
        options={options}
        value={String(value)}
        onChange={onSave}
        aria-labelledby={`${id}-label`}
        aria-describedby={`${id}-help`}
      />
    )
  }
  return (
    <Select
      id={id}
      className={cx(styles.short, fill && styles.fill)}
      value={String(value)}
      onChange={onSave}
      options={options}
      aria-describedby={`${id}-help`}
    />
  )
}

/** Names are short; more than this is a sentence. */
const longestName = 64

function TextControl({
  id,
  field,
  value,
  onSave,
  refusal,
  fill,
  control,
}: ControlProps & { control: ControlOf<'text'> }) {
  const draft = useDraft({ field, saved: typeof value === 'string' ? value : '', onSave, refusal })
  const width = (control.maxLength ?? 0) > longestName ? styles.sentence : styles.name
  return (
    <>
      <Input
        id={id}
        className={cx(width, fill && styles.fill)}
        value={draft.value}
        status={draft.problem === null ? '' : 'error'}
        aria-describedby={`${id}-help`}
        onChange={(event) => draft.change(event.target.value)}
        onBlur={() => draft.save()}
        onPressEnter={() => draft.save()}
      />
      <Complaint text={draft.problem} />
    </>
  )
}
