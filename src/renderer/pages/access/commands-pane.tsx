import { UndoOutlined } from '@ant-design/icons'
import { Select, Switch } from 'antd'
import { useState } from 'react'
import { t } from '../../i18n/i18n.ts'
import { editConfig } from '../../live/edit.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Pane } from '../../ui/pane.tsx'
import {
  type CommandChange,
  type CommandRow,
  commandOps,
  commandRoles,
  commandRow,
  complaintAboutAliases,
} from './command-rows.ts'
import styles from './commands-pane.module.css'

interface CommandsPaneProps {
  rows: readonly CommandRow[]
}

/** Every command: what it does, who may use it, and by which names. */
export function CommandsPane({ rows }: CommandsPaneProps) {
  return (
    <Pane title={t('指令')} count={rows.length} actions={t('改完马上生效')} flush>
      <table className={styles.table}>
        <thead>
          <tr>
            <th>
              <span className={styles.unseen}>{t('启用')}</span>
            </th>
            <th>{t('指令')}</th>
            <th>{t('谁能用')}</th>
            <th>{t('别名')}</th>
            <th>
              <span className={styles.unseen}>{t('恢复')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Command key={row.info.name} row={row} rows={rows} />
          ))}
        </tbody>
      </table>
    </Pane>
  )
}

interface CommandProps {
  row: CommandRow
  rows: readonly CommandRow[]
}

function Command({ row, rows }: CommandProps) {
  const { info, enabled, role, changed } = row
  const [typed] = info.usage.split(' ')
  const name = typed || info.name
  // What is drawn may be older than the last edit, which must not be put back.
  const change = (next: CommandChange, said: string) =>
    void editConfig(({ commands }) => ({ ops: commandOps(commandRow(info, commands), next), said }))
  const reset = () =>
    void editConfig([{ path: ['commands', info.name], remove: true }], t('{{name}} 恢复成原样', { name }))
  return (
    <tr data-off={!enabled || undefined}>
      <td>
        <Switch
          size="small"
          checked={enabled}
          aria-label={t('启用 {{name}}', { name })}
          onChange={(on) =>
            change({ enabled: on }, on ? t('{{name}} 能用了', { name }) : t('{{name}} 关掉了', { name }))
          }
        />
      </td>
      <td>
        <code title={info.usage}>{info.usage}</code>
        <p title={info.summary}>{info.summary}</p>
      </td>
      <td>
        <Select
          size="small"
          style={{ width: 96 }}
          aria-label={t('谁能用 {{name}}', { name })}
          disabled={!enabled}
          value={role}
          options={commandRoles()}
          onChange={(next) => change({ role: next }, whoWords(name, next))}
        />
      </td>
      <td>
        <Aliases
          row={row}
          rows={rows}
          name={name}
          onSave={(aliases) => change({ aliases }, aliasWords(name, aliases))}
        />
      </td>
      <td>
        {changed && (
          <IconButton small label={t('{{name}} 恢复成原样', { name })} onClick={reset}>
            <UndoOutlined />
          </IconButton>
        )}
      </td>
    </tr>
  )
}

function whoWords(name: string, role: string): string {
  const who = commandRoles().find(({ value }) => value === role)?.label ?? role
  return t('{{name}} 现在{{who}}能用', { name, who })
}

function aliasWords(name: string, aliases: readonly string[]): string {
  return aliases.length === 0
    ? t('{{name}} 没有别名了', { name })
    : t('{{name}} 也叫 {{aliases}}', { name, aliases: aliases.map((alias) => `#${alias}`).join('、') })
}

interface AliasesProps extends CommandProps {
  name: string
  onSave: (aliases: string[]) => void
}

/** The built-in names, and a field for further ones; saved when it is left. */
function Aliases({ row, rows, name, onSave }: AliasesProps) {
  const [typed, setTyped] = useState<string[] | null>(null)
  const aliases = typed ?? [...row.aliases]
  const problem = typed === null ? null : complaintAboutAliases(row, typed, rows)
  const leave = () => {
    if (typed === null || problem !== null) return
    setTyped(null)
    if (typed.join(' ') !== row.aliases.join(' ')) onSave(typed)
  }
  const { builtInAliases } = row.info
  return (
    <div className={styles.aliases}>
      {builtInAliases.length > 0 && (
        <span className={styles.built} title={t('自带的，改不了')}>
          {builtInAliases.map((alias) => `#${alias}`).join(' ')}
        </span>
      )}
      <Select
        mode="tags"
        size="small"
        variant="filled"
        open={false}
        suffixIcon={null}
        disabled={!row.enabled}
        aria-label={t('{{name}} 的别名', { name })}
        placeholder={t('加一个')}
        tokenSeparators={[',', '，', '、', ' ']}
        status={problem === null ? '' : 'error'}
        value={aliases}
        onChange={(next) => setTyped([...new Set(next.map((alias) => alias.replace(/^[#＃]/, '')))])}
        onBlur={leave}
      />
      {problem && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
    </div>
  )
}
