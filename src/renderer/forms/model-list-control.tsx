import { ArrowDownOutlined, ArrowUpOutlined, CloseOutlined, HolderOutlined } from '@ant-design/icons'
import { Select } from 'antd'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import type { Config } from '../../shared/config.ts'
import { t } from '../i18n/i18n.ts'
import { useTopic } from '../live/use-topic.ts'
import { cx } from '../ui/class-names.ts'
import { shortModel } from '../ui/format.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { type ModelList, withAdded, withMoved, withoutModel } from './model-list.ts'
import styles from './model-list-control.module.css'
import { groupsWithout, isOffered, modelGroups } from './model-options.ts'

interface ModelListControlProps {
  /** Of the box that adds a model. */
  id: string
  /** What that box is called where no label points at it. */
  label?: string
  value: ModelList
  /** Called with what makes the new list out of the one that is there: it may be another than the drawn one. */
  onChange: (change: (list: ModelList) => string[]) => void
  /** No more than so many. */
  max?: number | undefined
  /** The last one cannot be taken out. */
  keepOne?: boolean
  /** Only those that see pictures are offered. */
  vision?: boolean
}

const selectProviders = ({ config }: { config: Config }) => config.providers
const steps: Record<string, -1 | 1> = { ArrowUp: -1, ArrowDown: 1 }

/** Models in the order they are asked, put in order by dragging, by buttons or with ↑ and ↓. */
export function ModelListControl(props: ModelListControlProps) {
  const { id, label, value, onChange, max = 8, keepOne = false, vision = false } = props
  const providers = useTopic('config', selectProviders)
  const groups = useMemo(() => modelGroups(providers ?? [], vision), [providers, vision])
  const [dragged, setDragged] = useState<number | null>(null)
  const [over, setOver] = useState<number | null>(null)
  const rows = useRef<HTMLOListElement>(null)
  const moved = useRef<{ name: string; by: string } | null>(null)

  // A row that was moved has lost the focus on its way.
  useEffect(() => {
    const last = moved.current
    const row = last && rows.current?.children[value.indexOf(last.name)]
    const button = row?.querySelector<HTMLButtonElement>(`[data-by="${last?.by}"] button:not(:disabled)`)
    ;(button ?? row?.querySelector<HTMLButtonElement>('[data-by="handle"] button'))?.focus()
    moved.current = null
  }, [value])

  const placeholder = value.length === 0 ? t('选一个模型') : t('加一个备用的')
  const move = (from: number, to: number, by: string) => {
    const name = value[from]
    if (name === undefined || to < 0 || to >= value.length || to === from) return
    moved.current = { name, by }
    onChange((list) => withMoved(list, name, to))
  }
  const drop = () => {
    if (dragged !== null && over !== null) move(dragged, over, 'handle')
    setDragged(null)
    setOver(null)
  }
  const onKeyDown = (event: KeyboardEvent, index: number) => {
    const step = steps[event.key]
    if (step === undefined) return
    event.preventDefault()
    move(index, index + step, 'handle')
  }
  return (
    <div className={styles.control}>
      {value.length > 0 && (
        <ol ref={rows} className={styles.list}>
          {value.map((name, index) => {
            const short = shortModel(name)
            const gone = providers !== undefined && !isOffered(groups, name)
            return (
              <li
                key={name}
                draggable
                data-dragged={index === dragged || undefined}
                data-over={(index === over && index !== dragged) || undefined}
                onDragStart={(event) => {
                  event.dataTransfer.effectAllowed = 'move'
                  setDragged(index)
                }}
                onDragOver={(event) => {
                  if (dragged === null) return
                  event.preventDefault()
                  setOver(index)
                }}
                onDrop={(event) => {
                  event.preventDefault()
                  drop()
                }}
                onDragEnd={() => {
                  setDragged(null)
                  setOver(null)
                }}
              >
                <span data-by="handle">
                  <button
                    type="button"
                    className={styles.handle}
                    aria-label={t('第 {{n}} 个：{{name}}，按 ↑ ↓ 换位置', { n: index + 1, name: short })}
                    title={t('拖动，或按 ↑ ↓')}
                    onKeyDown={(event) => onKeyDown(event, index)}
                  >
                    <HolderOutlined />
                  </button>
                </span>
                <span className={styles.place}>{index + 1}</span>
                <span className={styles.name} title={name} data-gone={gone || undefined}>
                  {gone ? t('{{model}}（找不到了）', { model: short }) : short}
                </span>
                <span data-by="up">
                  <IconButton
                    label={t('把 {{name}} 往前', { name: short })}
                    disabled={index === 0}
                    onClick={() => move(index, index - 1, 'up')}
                  >
                    <ArrowUpOutlined />
                  </IconButton>
                </span>
                <span data-by="down">
                  <IconButton
                    label={t('把 {{name}} 往后', { name: short })}
                    disabled={index === value.length - 1}
                    onClick={() => move(index, index + 1, 'down')}
                  >
                    <ArrowDownOutlined />
                  </IconButton>
                </span>
                <IconButton
                  label={t('去掉 {{name}}', { name: short })}
                  disabled={keepOne && value.length === 1}
                  onClick={() => onChange((list) => withoutModel(list, name))}
                >
                  <CloseOutlined />
                </IconButton>
              </li>
            )
          })}
        </ol>
      )}
      {value.length < max && (
        <Select
          id={id}
          className={cx(styles.add)}
          showSearch={{ optionFilterProp: 'value' }}
          value={null}
          placeholder={placeholder}
          aria-label={label}
          options={groupsWithout(groups, value)}
          notFoundContent={t('没有别的模型了')}
          onChange={(name: string | null) => name !== null && onChange((list) => withAdded(list, name))}
        />
      )}
    </div>
  )
}
