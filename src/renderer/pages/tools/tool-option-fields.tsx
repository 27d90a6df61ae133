import { InputNumber, Select } from 'antd'
import { useId, useState } from 'react'
import type { Risk, ToolOptions, ToolState } from '../../../shared/tools.ts'
import { riskStanding } from '../../conversation/ask-words.ts'
import { t } from '../../i18n/i18n.ts'
import { editConfig } from '../../live/edit.ts'
import styles from './role-rules.module.css'
import { type OptionChange, optionOps } from './tool-edit.ts'

interface ToolOptionFieldsProps {
  tool: ToolState
  /** What is changed of it. */
  options: ToolOptions
}

const risks: readonly Risk[] = ['green', 'yellow', 'red']
const usual = 'usual'

/** What a tool counts as, how long it may take, how often it is tried again. */
export function ToolOptionFields({ tool, options }: ToolOptionFieldsProps) {
  const id = useId()
  const { name, title } = tool
  const change = (change: OptionChange, said: string) =>
    void editConfig((config) => ({
      ops: optionOps(name, config.tools.options[name] ?? {}, change),
      said,
    }))
  return (
    <div className={styles.roles}>
      <div>
        <label htmlFor={`${id}-risk`}>{t('风险')}</label>
        <Select<Risk | typeof usual>
          id={`${id}-risk`}
          value={options.risk ?? usual}
          popupMatchSelectWidth={false}
          options={[
            { value: usual, label: t('照原样（{{risk}}）', { risk: riskStanding(tool.builtInRisk).word }) },
            ...risks.map((risk) => ({ value: risk, label: riskStanding(risk).word })),
          ]}
          onChange={(value) =>
            value === usual
              ? change({ risk: undefined }, t('「{{title}}」的风险照原样', { title }))
              : change(
                  { risk: value },
                  t('「{{title}}」当作「{{risk}}」', { title, risk: riskStanding(value).word }),
                )
          }
        />
      </div>
      <NumberOption
        label={t('时限')}
        unit={t('秒')}
        own={options.timeoutSeconds}
        inForce={tool.timeoutSeconds}
        min={1}
        max={600}
        onSave={(timeoutSeconds) => change({ timeoutSeconds }, t('「{{title}}」的时限改好了', { title }))}
      />
      <NumberOption
        label={t('失败再试')}
        unit={t('次')}
        own={options.retries}
        inForce={tool.retries}
        min={0}
        max={5}
        onSave={(retries) => change({ retries }, t('「{{title}}」的重试改好了', { title }))}
      />
    </div>
  )
}

interface NumberOptionProps {
  label: string
  unit: string
  own: number | undefined
  /** Shown where nothing is set here; null for no limit. */
  inForce: number | null
  min: number
  max: number
  onSave: (value: number | undefined) => void
}

/** A whole number that is saved when it is left; empty goes back to what the tool has. */
function NumberOption({ label, unit, own, inForce, min, max, onSave }: NumberOptionProps) {
  const id = useId()
  const [typed, setTyped] = useState<number | null | undefined>(undefined)
  const save = () => {
    if (typed === undefined) return
    setTyped(undefined)
    if ((typed ?? undefined) !== own) onSave(typed ?? undefined)
  }
  return (
    <div>
      <label htmlFor={id}>{label}</label>
      <InputNumber<number>
        id={id}
        style={{ width: '100%' }}
        min={min}
        max={max}
        precision={0}
        suffix={unit}
        placeholder={inForce === null ? t('照原样（不限）') : t('照原样（{{n}}）', { n: inForce })}
        value={typed === undefined ? (own ?? null) : typed}
        onChange={setTyped}
        onBlur={save}
        onPressEnter={save}
      />
    </div>
  )
}
