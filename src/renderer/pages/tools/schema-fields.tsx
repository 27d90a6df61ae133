import { Input, InputNumber, Select, Switch } from 'antd'
import { Labelled } from '../../forms/labelled.tsx'
import { t } from '../../i18n/i18n.ts'
import styles from './schema-fields.module.css'
import type { SchemaDraft, SchemaField } from './schema-form.ts'

interface SchemaFieldsProps {
  fields: readonly SchemaField[]
  draft: SchemaDraft
  /** By the name of the field. */
  problems: Readonly<Record<string, string>>
  /** Names of secrets that were saved before; they are never shown again. */
  kept?: ReadonlySet<string>
  onChange: (draft: SchemaDraft) => void
}

/** A form out of a JSON Schema. */
export function SchemaFields({ fields, draft, problems, kept, onChange }: SchemaFieldsProps) {
  if (fields.length === 0) return null
  return (
    <div className={styles.fields}>
      {fields.map((field) => (
        <Labelled
          key={field.name}
          label={<FieldLabel field={field} />}
          help={field.help}
          problem={problems[field.name] ?? null}
        >
          {(id) => (
            <FieldInput
              id={id}
              field={field}
              value={draft[field.name]}
              wrong={problems[field.name] !== undefined}
              kept={kept?.has(field.name) ?? false}
              onChange={(value) => onChange({ ...draft, [field.name]: value })}
            />
          )}
        </Labelled>
      ))}
    </div>
  )
}

/** What has no title goes by its name, which is code. */
function FieldLabel({ field: { title, titled, required } }: { field: SchemaField }) {
  return (
    <>
      {titled ? title : <code>{title}</code>}
      {!required && t('（可不填）')}
    </>
  )
}

interface FieldInputProps {
  id: string
  field: SchemaField
  value: unknown
  wrong: boolean
  kept: boolean
  onChange: (value: unknown) => void
}

function FieldInput({ id, field, value, wrong, kept, onChange }: FieldInputProps) {
  const { control } = field
  const status = wrong ? 'error' : ''
  switch (control.kind) {
    case 'switch':
      return (
        <span>
          <Switch id={id} size="small" checked={value === true} onChange={onChange} />
        </span>
      )
    case 'number':
      return (
        <InputNumber<number>
          id={id}
          style={{ width: 160 }}
          value={typeof value === 'number' ? value : null}
          status={status}
          onChange={(next) => onChange(next ?? undefined)}
        />
      )
    case 'choice':
      return (
        <Select
          id={id}
          allowClear={!field.required}
          status={status}
          value={indexOf(control.options, value)}
          options={control.options.map(({ title }, index) => ({ value: index, label: title }))}
          onChange={(index: number | undefined) =>
            onChange(index === undefined ? undefined : control.options[index]?.value)
          }
        />
      )
    case 'words':
      return (
        <Select
          id={id}
          mode="tags"
          open={false}
          suffixIcon={null}
          status={status}
          placeholder={t('输入后按回车')}
          value={Array.isArray(value) ? value.map(String) : []}
          onChange={onChange}
        />
      )
    case 'json':
      return (
        <Input.TextArea
          id={id}
          className={styles.code as string}
          autoSize={{ minRows: 2, maxRows: 10 }}
          spellCheck={false}
          placeholder="{ }"
          value={textOf(value)}
          status={status}
          onChange={(event) => onChange(event.target.value)}
        />
      )
    case 'text':
      if (control.secret)
        return (
          <Input.Password
            id={id}
            autoComplete="off"
            placeholder={kept ? t('已保存') : ''}
            value={textOf(value)}
            status={status}
            onChange={(event) => onChange(event.target.value)}
          />
        )
      return control.long ? (
        <Input.TextArea
          id={id}
          autoSize={{ minRows: 1, maxRows: 8 }}
          value={textOf(value)}
          status={status}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        <Input
          id={id}
          value={textOf(value)}
          status={status}
          onChange={(event) => onChange(event.target.value)}
        />
      )
  }
}

function textOf(value: unknown): string {
  return value === undefined || value === null ? '' : String(value)
}

/** Choices may be of any type; the control tells them apart by their place. */
function indexOf(options: readonly { value: unknown }[], value: unknown): number | undefined {
  const index = options.findIndex((option) => option.value === value)
  return index < 0 ? undefined : index
}
