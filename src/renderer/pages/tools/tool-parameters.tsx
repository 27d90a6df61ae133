import { t } from '../../i18n/i18n.ts'
import { Chip } from '../../ui/chip.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { schemaFields } from './schema-form.ts'
import styles from './tool-drawer.module.css'

/** What a tool is called with, as models are told. */
export function ToolParameters({ parameters }: { parameters: Record<string, unknown> }) {
  const fields = schemaFields(parameters)
  const json = () => JSON.stringify(parameters, null, 2)
  return (
    <>
      {fields.length === 0 && <p className={styles.note}>{t('不用填什么。')}</p>}
      <ul className={styles.parameters}>
        {fields.map(({ name, type, required, help }) => (
          <li key={name}>
            <span>
              <code title={name}>{name}</code>
              <small>{type}</small>
              {required && <Chip>{t('必填')}</Chip>}
            </span>
            {help && <p>{help}</p>}
          </li>
        ))}
      </ul>
      {fields.length > 0 && (
        <details className={styles.schema}>
          <summary>JSON Schema</summary>
          <pre>{json()}</pre>
          <CopyButton text={json} label={t('复制')} />
        </details>
      )}
    </>
  )
}
