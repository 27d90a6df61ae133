import { CloseOutlined, DownOutlined } from '@ant-design/icons'
import { useEffect, useRef, useState } from 'react'
import { t } from '../../i18n/i18n.ts'
import { Chip } from '../../ui/chip.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { complaintAboutPrice, type ModelDraft, modelOfDraft } from './model-draft.ts'
import { ModelEditor } from './model-editor.tsx'
import styles from './model-picker.module.css'
import { priceOf, priceWords, type RowPrice } from './model-price.ts'
import { contextWords } from './model-row.ts'

interface ChosenModelsProps {
  models: readonly ModelDraft[]
  baseUrl: string
  /** The one that is open at first. */
  opened: string | null
  onChange: (models: ModelDraft[]) => void
}

/** The models that will be usable, each with what is said of it; a click opens it to be corrected. */
export function ChosenModels({ models, baseUrl, opened, onChange }: ChosenModelsProps) {
  const [open, setOpen] = useState<string | null>(opened)
  const set = (name: string, change: Partial<ModelDraft>) =>
    onChange(models.map((model) => (model.name === name ? { ...model, ...change } : model)))
  if (models.length === 0) return null
  return (
    <div>
      <div className={styles.title}>
        {t('选好的模型')}
        <data value={models.length}>{models.length}</data>
      </div>
      <ul className={styles.chosen}>
        {models.map((model) => (
          <ChosenModel
            key={model.name}
            model={model}
            baseUrl={baseUrl}
            open={open === model.name}
            ledTo={opened === model.name}
            onToggle={() => setOpen(open === model.name ? null : model.name)}
            onChange={(change) => set(model.name, change)}
            onRemove={() => onChange(models.filter(({ name }) => name !== model.name))}
          />
        ))}
      </ul>
    </div>
  )
}

interface ChosenModelProps {
  model: ModelDraft
  baseUrl: string
  open: boolean
  /** Whether the form was opened because of it. */
  ledTo: boolean
  onToggle: () => void
  onChange: (change: Partial<ModelDraft>) => void
  onRemove: () => void
}

function ChosenModel({ model, baseUrl, open, ledTo, onToggle, onChange, onRemove }: ChosenModelProps) {
  const { name, vision, tools, reasoning, contextTokens } = model
  const row = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (!ledTo) return
    row.current?.scrollIntoView({ block: 'start' })
    row.current?.querySelector('button')?.focus({ preventScroll: true })
  }, [ledTo])
  const price = priceOf(modelOfDraft(model), baseUrl)
  const wrong = complaintAboutPrice(model.price) !== null
  return (
    <li ref={row}>
      <div className={styles.head}>
        <button type="button" aria-expanded={open || wrong} onClick={onToggle}>
          <DownOutlined className={styles.arrow} />
          <span className={styles.name} title={name}>
            {name}
          </span>
          {vision && <Chip tone="info">{t('看图')}</Chip>}
          {tools && <Chip tone="tool">{t('工具')}</Chip>}
          {reasoning && <Chip tone="accent">{t('思考')}</Chip>}
          <span className={styles.facts}>
            {contextWords(contextTokens)} · {priceFact(price)}
          </span>
        </button>
        <IconButton label={t('去掉 {{name}}', { name })} onClick={onRemove}>
          <CloseOutlined />
        </IconButton>
      </div>
      {(open || wrong) && (
        <ModelEditor
          model={model}
          usual={priceOf({ ...modelOfDraft(model), price: null }, baseUrl)}
          onChange={onChange}
        />
      )}
    </li>
  )
}

function priceFact(price: RowPrice): string {
  if (price === 'free') return t('免费')
  if (price === null) return t('未知单价')
  return `¥${priceWords(price.input)} / ¥${priceWords(price.output)}`
}
