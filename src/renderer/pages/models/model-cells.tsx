import { StarFilled, StarOutlined } from '@ant-design/icons'
import { Button, Tooltip } from 'antd'
import type { ModelState } from '../../../shared/provider.ts'
import { t } from '../../i18n/i18n.ts'
import { editConfig } from '../../live/edit.ts'
import { call } from '../../live/panel.ts'
import { Chip } from '../../ui/chip.tsx'
import { showProblem } from '../../ui/toast.tsx'
import { useNow } from '../../ui/use-now.ts'
import { priceWords } from './model-price.ts'
import type { ModelRow } from './model-row.ts'
import styles from './model-table.module.css'
import { contradictionOps, contradictions, contradictionWords } from './probe-verdict.ts'
import { isProbing, type ModelProbes, probeModel } from './probes.ts'

interface StarProps {
  row: ModelRow
  onDefault: (model: string) => void
}

export function Star({ row, onDefault }: StarProps) {
  const label = row.isDefault
    ? t('{{name}} 是默认模型', { name: row.name })
    : t('把 {{name}} 设为默认', { name: row.name })
  return (
    <button
      type="button"
      className={styles.star}
      data-on={row.isDefault || undefined}
      aria-label={label}
      aria-pressed={row.isDefault}
      disabled={row.isDefault || !row.enabled}
      title={label}
      onClick={() => onDefault(row.key)}
    >
      {row.isDefault ? <StarFilled /> : <StarOutlined />}
    </button>
  )
}

interface NameProps {
  row: ModelRow
  onEdit: (row: ModelRow) => void
}

/** The name, which leads to what can be said of the model, and how it is. */
export function Name({ row, onEdit }: NameProps) {
  const { name, providerTitle, state, isDefault, isDemo } = row
  return (
    <span className={styles.name}>
      {isDemo ? (
        <span>{name}</span>
      ) : (
        <button
          type="button"
          title={t('{{name}} · {{provider}}：改能力和单价', { name, provider: providerTitle })}
          onClick={() => onEdit(row)}
        >
          {name}
        </button>
      )}
      {isDefault && (
        <span className={styles.default}>
          <Chip tone="accent">{t('默认')}</Chip>
        </span>
      )}
      {isDemo && <small>{t('内置，不联网')}</small>}
      {state && state.leftOut.length > 0 && <LeftOut words={state.leftOut} />}
      {state?.health === 'resting' && <Resting state={state} />}
    </span>
  )
}

/** What a model does not take and is not sent any more. */
function LeftOut({ words }: { words: readonly string[] }) {
  return (
    <Tooltip title={t('它不认这些，发给它时已经去掉：{{words}}。', { words: words.join('、') })}>
      <span className={styles.note} role="note">
        {t('少发 {{n}} 项', { n: words.length })}
      </span>
    </Tooltip>
  )
}

/** A model that failed too often: how long it is left alone, and why. */
function Resting({ state }: { state: ModelState }) {
  const now = useNow(1000)
  const seconds = Math.max(0, Math.ceil(((state.restsUntil ?? now) - now) / 1000))
  const { problem } = state
  return (
    <Tooltip title={problem && `${problem.message}。${problem.hint}`}>
      <span className={styles.count}>
        <Chip tone="warn">{t('先歇着 {{n}} s', { n: seconds })}</Chip>
      </span>
    </Tooltip>
  )
}

interface RunProps {
  row: ModelRow
  probes: ModelProbes | undefined
}

/** Makes the probes; a model that rests is asked again first. */
export function Run({ row: { key, name, enabled, state }, probes }: RunProps) {
  if (state?.health === 'resting') {
    return (
      <button
        type="button"
        className={styles.link}
        aria-label={t('现在再试 {{name}}', { name })}
        onClick={() => void call('models.wake', { model: key }).catch(showProblem)}
      >
        {t('现在再试')}
      </button>
    )
  }
  return (
    <Button
      size="small"
      type="text"
      disabled={!enabled || isProbing(probes)}
      aria-label={t('测试 {{name}}', { name })}
      onClick={() => void probeModel(key)}
    >
      {t('测试')}
    </Button>
  )
}

interface AbilitiesProps {
  row: ModelRow
  probes: ModelProbes | undefined
}

/** What a model can do as it is set, and the button that believes a probe that showed otherwise. */
export function Abilities({ row, probes }: AbilitiesProps) {
  const wrong = contradictions(row, probes)
  const none = !row.vision && !row.tools && !row.reasoning
  return (
    <span className={styles.abilities}>
      {row.vision && <Chip tone="info">{t('看图')}</Chip>}
      {row.tools && <Chip tone="tool">{t('工具')}</Chip>}
      {row.reasoning && <Chip tone="accent">{t('思考')}</Chip>}
      {none && wrong.length === 0 && <span className={styles.none}>–</span>}
      {wrong.map((contradiction) => {
        const words = contradictionWords(contradiction)
        return (
          <Button
            key={contradiction.ability}
            size="small"
            title={t('测试的结果和设置不一样')}
            aria-label={t('把 {{name}} {{change}}', { name: row.name, change: words })}
            onClick={() =>
              void editConfig(
                contradictionOps(row.key, contradiction),
                t('{{name}} 已{{change}}', { name: row.name, change: words }),
              )
            }
          >
            {words}
          </Button>
        )
      })}
    </span>
  )
}

interface PriceProps {
  row: ModelRow
  side: 'input' | 'output'
  onEdit: (row: ModelRow) => void
}

export function PriceCell({ row, side, onEdit }: PriceProps) {
  const { price, name } = row
  if (price === 'free') return <span className={styles.none}>{t('免费')}</span>
  if (price === null) {
    return (
      <button
        type="button"
        className={styles.link}
        aria-label={t('未知单价，填 {{name}} 的', { name })}
        title={t('不知道单价就算不出花费')}
        onClick={() => onEdit(row)}
      >
        {t('未知单价')}
      </button>
    )
  }
  const cached = side === 'input' ? price.cached : null
  const amount = (
    <span>
      <small>¥</small>
      {priceWords(price[side])}
    </span>
  )
  return cached === null ? (
    amount
  ) : (
    <Tooltip title={t('命中缓存的 ¥{{price}}', { price: priceWords(cached) })}>{amount}</Tooltip>
  )
}
