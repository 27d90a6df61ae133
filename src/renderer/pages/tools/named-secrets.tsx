import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { Complaint } from '../../forms/complaint.tsx'
import { NamedRow, type NamedSecret } from '../../forms/named-row.tsx'
import { t } from '../../i18n/i18n.ts'
import styles from './form.module.css'
import { complaintAboutNamed, type McpProblems } from './mcp-draft.ts'

interface NamedSecretsProps {
  /** 环境变量, 请求头. */
  title: string
  placeholder: string
  list: readonly NamedSecret[]
  problems: McpProblems
  onChange: (list: NamedSecret[]) => void
}

const most = 50

/** Names with values that are kept secret: what was saved is never shown again. */
export function NamedSecrets({ title, placeholder, list, problems, onChange }: NamedSecretsProps) {
  return (
    <fieldset className={styles.named}>
      <legend>{title}</legend>
      {list.map((one, index) => (
        <NamedRow
          // biome-ignore lint/suspicious/noArrayIndexKey: a row has no name before it is typed
          key={index}
          one={one}
          labels={{
            name: t('{{title}} {{n}} 的名字', { title, n: index + 1 }),
            value: t('{{title}} {{n}} 的值', { title, n: index + 1 }),
            remove: t('去掉 {{name}}', { name: one.name }),
          }}
          placeholder={placeholder}
          complaint={problems.rows?.[index] ?? complaintAboutNamed(list, index)}
          strict={problems.rows?.[index] !== undefined}
          onChange={(change) => onChange(list.map((old, at) => (at === index ? { ...old, ...change } : old)))}
          onRemove={() => onChange(list.filter((_, at) => at !== index))}
        />
      ))}
      <Complaint text={problems.named ?? null} />
      <Button
        size="small"
        icon={<PlusOutlined />}
        disabled={list.length >= most}
        onClick={() => onChange([...list, { name: '', secretValue: '' }])}
      >
        {t('加一个')}
      </Button>
    </fieldset>
  )
}
