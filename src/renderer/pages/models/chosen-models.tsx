import { CloseOutlined } from '@ant-design/icons'
import { Checkbox, InputNumber } from 'antd'
import type { Model } from '../../../shared/config.ts'
import { t } from '../../i18n/i18n.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import styles from './model-picker.module.css'

interface ChosenModelsProps {
  models: readonly Model[]
  onChange: (models: Model[]) => void
}

/** The models that will be usable, with what was guessed about them, to be corrected. */
export function ChosenModels({ models, onChange }: ChosenModelsProps) {
  if (models.length === 0) return null
  const set = (name: string, change: Partial<Model>) =>
    onChange(models.map((model) => (model.name === name ? { ...model, ...change } : model)))
  return (
    <div>
      <div className={styles.title}>
        {t('选好的模型')}
        <data value={models.length}>{models.length}</data>
      </div>
      <ul className={styles.chosen}>
        {models.map(({ name, vision, tools, contextTokens }) => (
          <li key={name}>
            <span className={styles.name} title={name}>
              {name}
            </span>
            <Checkbox checked={vision} onChange={(event) => set(name, { vision: event.target.checked })}>
              {t('看图')}
            </Checkbox>
            <Checkbox checked={tools} onChange={(event) => set(name, { tools: event.target.checked })}>
              {t('工具')}
            </Checkbox>
            <InputNumber
              size="small"
              style={{ width: '100%' }}
              min={512}
              max={100_000_000}
              precision={0}
              suffix={t('词元')}
              aria-label={t('{{name}} 的上下文', { name })}
              value={contextTokens}
              onChange={(value) => value !== null && set(name, { contextTokens: value })}
            />
            <IconButton
              label={t('去掉 {{name}}', { name })}
              onClick={() => onChange(models.filter((model) => model.name !== name))}
            >
              <CloseOutlined />
            </IconButton>
          </li>
        ))}
      </ul>
    </div>
  )
}
