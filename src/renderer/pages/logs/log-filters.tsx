import { CloseOutlined, SearchOutlined } from '@ant-design/icons'
import { Checkbox, Input, Select } from 'antd'
import { memo, useMemo } from 'react'
import { t } from '../../i18n/i18n.ts'
import { formatCount } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { type LogFilter, withLevel } from './log-filter.ts'
import type { LogItem } from './log-list.ts'
import { countLevels, logLevels, namesIn } from './log-row.ts'
import { levelWord } from './log-words.ts'
import styles from './logs-page.module.css'

interface LogFiltersProps {
  filter: LogFilter
  fold: boolean
  /** What is loaded: its names are the choices. */
  items: readonly LogItem[]
  chatName: (key: string | undefined) => string | null
  onChange: (filter: LogFilter) => void
  onFold: (fold: boolean) => void
}

export const LogFilters = memo(function LogFilters(props: LogFiltersProps) {
  const { filter, fold, items, chatName, onChange, onFold } = props
  const counts = useMemo(() => countLevels(items), [items])
  const modules = useMemo(() => namesIn(items, (line) => line.module), [items])
  const chats = useMemo(() => namesIn(items, (line) => line.chat), [items])
  return (
    <search className={styles.filters}>
      <div className={styles.levels}>
        {logLevels.map((level) => {
          const on = filter.levels.includes(level)
          return (
            <button
              key={level}
              type="button"
              className={styles.level}
              data-level={level}
              aria-pressed={on}
              onClick={() => onChange(withLevel(filter, level))}
            >
              <i />
              {levelWord(level)}
              <data value={counts[level]}>{on ? formatCount(counts[level]) : ''}</data>
            </button>
          )
        })}
      </div>
      <NameSelect
        label={t('模块')}
        every={t('全部模块')}
        names={modules}
        value={filter.module}
        onChange={(module) => onChange({ ...filter, module })}
      />
      <NameSelect
        label={t('聊天')}
        every={t('全部聊天')}
        names={chats}
        titleOf={chatName}
        value={filter.chat}
        onChange={(chat) => onChange({ ...filter, chat })}
      />
      {filter.turn !== null && (
        <span className={styles.turn}>
          {t('回合 {{id}}', { id: filter.turn })}
          <IconButton small label={t('不只看这个回合')} onClick={() => onChange({ ...filter, turn: null })}>
            <CloseOutlined />
          </IconButton>
        </span>
      )}
      <div className={styles.search}>
        <Input
          size="small"
          allowClear
          prefix={<SearchOutlined />}
          aria-label={t('搜日志')}
          placeholder={t('搜文字、消息号、地址')}
          value={filter.text}
          maxLength={200}
          onChange={(event) => onChange({ ...filter, text: event.target.value })}
        />
      </div>
      <span className={styles.fold}>
        <Checkbox checked={fold} onChange={(event) => onFold(event.target.checked)}>
          {t('折叠重复')}
        </Checkbox>
      </span>
    </search>
  )
})

interface NameSelectProps {
  label: string
  /** What no choice is called. */
  every: string
  names: readonly string[]
  titleOf?: (name: string) => string | null
  value: string | null
  onChange: (name: string | null) => void
}

const everything = ''

function NameSelect({ label, every, names, titleOf = (name) => name, value, onChange }: NameSelectProps) {
  const all = value === null || names.includes(value) ? names : [value, ...names]
  return (
    <Select
      size="small"
      style={{ width: 108 }}
      popupMatchSelectWidth={false}
      aria-label={label}
      showSearch={{ optionFilterProp: 'label' }}
      value={value ?? everything}
      options={[
        { value: everything, label: every },
        ...all.map((name) => ({ value: name, label: titleOf(name) ?? name })),
      ]}
      onChange={(name) => onChange(name === everything ? null : name)}
    />
  )
}
