import { PlusOutlined } from '@ant-design/icons'
import { Button, Input, InputNumber } from 'antd'
import { useState } from 'react'
import { Provider } from '../../../shared/provider.ts'
import { type Field, fieldsOf } from '../../forms/field.ts'
import { valueAt } from '../../forms/field-value.ts'
import { Labelled } from '../../forms/labelled.tsx'
import { NamedRow } from '../../forms/named-row.tsx'
import { SecretInput } from '../../forms/secret-input.tsx'
import { t } from '../../i18n/i18n.ts'
import {
  complaintAboutHeader,
  complaintAboutProxy,
  completeProxy,
  type HeaderDraft,
  type ProviderDraft,
} from './provider-draft.ts'
import styles from './provider-drawer.module.css'

interface MoreFieldsProps {
  draft: ProviderDraft
  onChange: (change: Partial<ProviderDraft>) => void
}

const fields: ReadonlyMap<string, Field> = new Map(
  fieldsOf(Provider).map((field) => [field.path.join('.'), field]),
)
const numbers = [
  'maxConcurrent',
  'timeouts.connectSeconds',
  'timeouts.firstTokenSeconds',
  'timeouts.silenceSeconds',
  'retry.attempts',
  'retry.delaySeconds',
]
const mostHeaders = 20

/** What few endpoints need: the way through a proxy, further headers, limits. */
export function MoreFields({ draft, onChange }: MoreFieldsProps) {
  return (
    <div className={styles.more}>
      <ProxyField draft={draft} onChange={onChange} />
      {draft.proxy !== '' && (
        <Labelled label={t('代理的账号密码')} help={t('写成「账号:密码」；代理不要登录就空着。')}>
          {(id) => (
            <SecretInput
              id={id}
              value={draft.proxyLogin}
              onChange={(proxyLogin) => onChange({ proxyLogin: proxyLogin.trim() })}
            />
          )}
        </Labelled>
      )}
      <Headers headers={draft.headers} onChange={(headers) => onChange({ headers })} />
      <div className={styles.numbers}>
        {numbers.map((path) => (
          <NumberField key={path} field={fields.get(path)} draft={draft} onChange={onChange} />
        ))}
      </div>
    </div>
  )
}

function ProxyField({ draft: { proxy }, onChange }: MoreFieldsProps) {
  const [left, setLeft] = useState(false)
  const help = fields.get('proxy')?.help ?? ''
  return (
    <Labelled label={t('代理')} help={t(help)} problem={left ? complaintAboutProxy(proxy) : null}>
      {(id) => (
        <Input
          id={id}
          value={proxy}
          spellCheck={false}
          placeholder={t('不用代理')}
          onChange={(event) => onChange({ proxy: event.target.value.trim() })}
          onBlur={() => {
            setLeft(true)
            onChange({ proxy: completeProxy(proxy) })
          }}
        />
      )}
    </Labelled>
  )
}

interface HeadersProps {
  headers: readonly HeaderDraft[]
  onChange: (headers: HeaderDraft[]) => void
}

function Headers({ headers, onChange }: HeadersProps) {
  const set = (index: number, change: Partial<HeaderDraft>) =>
    onChange(headers.map((header, at) => (at === index ? { ...header, ...change } : header)))
  return (
    <fieldset className={styles.headers}>
      <legend>{t('额外的请求头')}</legend>
      {headers.map((header, index) => (
        <NamedRow
          // biome-ignore lint/suspicious/noArrayIndexKey: a row has no name before it is typed
          key={index}
          one={header}
          labels={{
            name: t('第 {{n}} 个请求头的名字', { n: index + 1 }),
            value: t('第 {{n}} 个请求头的值', { n: index + 1 }),
            remove: t('去掉请求头 {{name}}', { name: header.name }),
          }}
          placeholder="X-Title"
          complaint={complaintAboutHeader(headers, index)}
          onChange={(change) => set(index, change)}
          onRemove={() => onChange(headers.filter((_, at) => at !== index))}
        />
      ))}
      <Button
        size="small"
        icon={<PlusOutlined />}
        disabled={headers.length >= mostHeaders}
        onClick={() => onChange([...headers, { name: '', secretValue: '' }])}
      >
        {t('加一个请求头')}
      </Button>
    </fieldset>
  )
}

interface NumberFieldProps extends MoreFieldsProps {
  field: Field | undefined
}

/** A number as the schema describes it, in the draft. */
function NumberField({ field, draft, onChange }: NumberFieldProps) {
  if (field?.control.kind !== 'number') return null
  const { path, title, help, unit, control, fallback } = field
  const set = (value: number) => onChange(changeAt(draft, path, value))
  return (
    <Labelled label={t(title)} help={t(help)}>
      {(id) => (
        <InputNumber
          id={id}
          style={{ width: '100%' }}
          value={Number(valueAt(draft, path))}
          {...(control.min !== null && { min: control.min })}
          {...(control.max !== null && { max: control.max })}
          {...(control.integer && { precision: 0 })}
          suffix={unit === null ? null : t(unit)}
          onChange={(value) => set(value ?? Number(fallback))}
        />
      )}
    </Labelled>
  )
}

function changeAt(draft: ProviderDraft, [group = '', name]: string[], value: number): Partial<ProviderDraft> {
  if (name === undefined) return { [group]: value }
  const before = draft[group as 'timeouts' | 'retry']
  return { [group]: { ...before, [name]: value } }
}
