import { Button } from 'antd'
import { useMemo, useState } from 'react'
import type { Config } from '../../../shared/config.ts'
import { t } from '../../i18n/i18n.ts'
import { editConfig } from '../../live/edit.ts'
import styles from './card.module.css'
import { entryOf, settingsOps } from './file-edit.ts'
import { SchemaFields } from './schema-fields.tsx'
import { draftOf, isSecret, resultOf, type SchemaDraft, schemaFields } from './schema-form.ts'

interface FileSettingsProps {
  file: string
  /** JSON Schema of what can be set. */
  schema: Record<string, unknown>
  config: Config
}

/** The settings a file asks for. They are handed over together when they are saved. */
export function FileSettings({ file, schema, config }: FileSettingsProps) {
  const fields = useMemo(() => schemaFields(schema), [schema])
  const entry = entryOf(config, file)
  /** Null while nothing was typed: then the form follows what others save. */
  const [typed, setTyped] = useState<SchemaDraft | null>(null)
  const draft = typed ?? draftOf(fields, entry.values)
  const { values, problems } = resultOf(fields, draft)
  const kept = new Set(entry.secrets.map(({ name }) => name))
  const missing = fields.filter(
    (field) =>
      field.required &&
      (isSecret(field) ? !kept.has(field.name) : entry.values[field.name] === undefined) &&
      field.fallback === undefined,
  )
  const save = async () => {
    const saved = await editConfig((now) => ({
      ops: settingsOps(now, file, fields, values),
      said: t('「{{file}}」的设置存好了', { file }),
    }))
    if (saved) setTyped(null)
  }
  if (fields.length === 0) return null
  return (
    <details className={styles.fold} {...(missing.length > 0 && { open: true })}>
      <summary>
        {missing.length > 0
          ? t('设置，还差 {{names}}', { names: missing.map(({ title }) => title).join('、') })
          : t('设置，{{n}} 项', { n: fields.length })}
      </summary>
      <div className={styles.inside}>
        <SchemaFields
          fields={fields}
          draft={draft}
          problems={typed ? problems : {}}
          kept={kept}
          onChange={setTyped}
        />
        {typed && (
          <div className={styles.save}>
            <Button
              size="small"
              type="primary"
              disabled={Object.keys(problems).length > 0}
              onClick={() => void save()}
            >
              {t('保存')}
            </Button>
            <Button size="small" type="text" onClick={() => setTyped(null)}>
              {t('放弃')}
            </Button>
          </div>
        )}
      </div>
    </details>
  )
}
