import { Checkbox, InputNumber } from 'antd'
import { useId } from 'react'
import type { Price } from '../../../shared/provider.ts'
import { Labelled } from '../../forms/labelled.tsx'
import { t } from '../../i18n/i18n.ts'
import { complaintAboutPrice, type ModelDraft } from './model-draft.ts'
import styles from './model-picker.module.css'
import { priceWords, type RowPrice } from './model-price.ts'

interface ModelEditorProps {
  model: ModelDraft
  /** What it costs as long as nobody says otherwise. */
  usual: RowPrice
  onChange: (change: Partial<ModelDraft>) => void
}

/** Everything that can be said of one model by hand. */
export function ModelEditor({ model, usual, onChange }: ModelEditorProps) {
  const id = useId()
  const { name, price } = model
  const abilities = [
    { key: 'vision', label: t('看图') },
    { key: 'tools', label: t('工具') },
    { key: 'reasoning', label: t('思考') },
    { key: 'webp', label: t('认 WebP 图') },
  ] as const
  const prices: [keyof Price, string][] = [
    ['input', t('输入')],
    ['cached', t('缓存命中')],
    ['output', t('输出')],
  ]
  const complaint = complaintAboutPrice(price)
  return (
    <div className={styles.editor}>
      <fieldset className={styles.abilities}>
        <legend>{t('会什么')}</legend>
        {abilities.map(({ key, label }) => (
          <Checkbox
            key={key}
            checked={model[key]}
            onChange={(event) => onChange({ [key]: event.target.checked })}
          >
            {label}
          </Checkbox>
        ))}
      </fieldset>
      <Labelled label={t('上下文')} help={t('一次最多能看多少词元，问和答都算。')}>
        {(contextId) => (
          <InputNumber
            id={contextId}
            style={{ width: 180 }}
            min={512}
            max={100_000_000}
            precision={0}
            suffix={t('词元')}
            value={model.contextTokens}
            onChange={(value) => value !== null && onChange({ contextTokens: value })}
          />
        )}
      </Labelled>
      <fieldset className={styles.prices}>
        <legend>{t('单价')}</legend>
        {prices.map(([side, label]) => (
          <div key={side}>
            <label htmlFor={`${id}-${side}`}>{label}</label>
            <InputNumber
              id={`${id}-${side}`}
              aria-label={t('{{name}} 的{{side}}单价', { name, side: label })}
              style={{ width: '100%' }}
              min={0}
              max={1_000_000}
              prefix="¥"
              status={complaint === null ? '' : 'error'}
              value={price[side]}
              placeholder={usualWords(usual, side)}
              onChange={(value) => onChange({ price: { ...price, [side]: value } })}
            />
          </div>
        ))}
        <p role={complaint === null ? undefined : 'alert'} data-complaint={complaint !== null || undefined}>
          {complaint ?? priceHelp(usual)}
        </p>
      </fieldset>
    </div>
  )
}

function usualWords(usual: RowPrice, side: keyof Price): string {
  if (usual === 'free') return '0'
  const amount = usual?.[side] ?? null
  return amount === null ? '–' : priceWords(amount)
}

function priceHelp(usual: RowPrice): string {
  if (usual === 'free') return t('元 / 百万词元。本机的模型不花钱，空着就行。')
  if (usual === null) return t('元 / 百万词元。填了才能算出花费；没有缓存价就空着。')
  return t('元 / 百万词元。空着就用自带价格表里的，不一样再改。')
}
