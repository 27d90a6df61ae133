import { PlusOutlined } from '@ant-design/icons'
import { Button, Checkbox, Input } from 'antd'
import { useState } from 'react'
import { isForChat } from '../../../shared/model-table.ts'
import type { ListedModel } from '../../../shared/provider.ts'
import { t } from '../../i18n/i18n.ts'
import { modelOf } from './known-model.ts'
import { draftOfModel, type ModelDraft } from './model-draft.ts'
import styles from './model-picker.module.css'
import { contextWords } from './model-row.ts'

interface ModelPickerProps {
  /** What the provider lists; null before it was asked. */
  listed: readonly ListedModel[] | null
  /** Names to begin with until then. */
  usual: readonly string[]
  baseUrl: string
  models: readonly ModelDraft[]
  onChange: (models: ModelDraft[]) => void
}

/** Some vendors list hundreds; the rest is found by typing. */
const shownAtMost = 80

/** Picks models from the provider's list, or by a name that is typed. */
export function ModelPicker({ listed, usual, baseUrl, models, onChange }: ModelPickerProps) {
  const [search, setSearch] = useState('')
  const word = search.trim()
  const offered = listed ?? usual.map((name) => ({ name }))
  const found = matching(offered, word)
  const chosen = new Set(models.map((model) => model.name))
  const add = (model: ListedModel) => onChange([...models, draftOfModel(modelOf(model, baseUrl))])
  const addTyped = () => {
    if (word === '' || chosen.has(word)) return
    add(offered.find(({ name }) => name === word) ?? { name: word })
    setSearch('')
  }
  const toggle = (model: ListedModel) =>
    chosen.has(model.name) ? onChange(models.filter(({ name }) => name !== model.name)) : add(model)
  return (
    <div className={styles.picker}>
      <div className={styles.search}>
        <Input
          aria-label={t('模型名')}
          value={search}
          maxLength={160}
          placeholder={
            listed
              ? t('在 {{n}} 个里找，或直接写模型名', { n: listed.length })
              : t('获取列表，或直接写模型名')
          }
          onChange={(event) => setSearch(event.target.value)}
          onPressEnter={addTyped}
        />
        <Button icon={<PlusOutlined />} disabled={word === '' || chosen.has(word)} onClick={addTyped}>
          {t('加上')}
        </Button>
      </div>
      {offered.length > 0 && (
        <ul className={styles.list} aria-label={listed ? t('提供商列出的模型') : t('常用的模型')}>
          {found.slice(0, shownAtMost).map((model) => (
            <li key={model.name}>
              <Checkbox checked={chosen.has(model.name)} onChange={() => toggle(model)}>
                {model.name}
              </Checkbox>
              <Hints model={model} baseUrl={baseUrl} />
            </li>
          ))}
          {found.length === 0 && <li className={styles.note}>{t('没有叫这个的模型')}</li>}
          {found.length > shownAtMost && (
            <li className={styles.note}>
              {t('还有 {{n}} 个，写几个字来找', { n: found.length - shownAtMost })}
            </li>
          )}
        </ul>
      )}
    </div>
  )
}

/** What is known of a model before it is picked, beside its name. */
function Hints({ model, baseUrl }: { model: ListedModel; baseUrl: string }) {
  if (!isForChat(model.name)) return <small>{t('不是聊天用的')}</small>
  const { vision, reasoning, contextTokens } = modelOf(model, baseUrl)
  const words = [vision && t('看图'), reasoning && t('思考'), contextWords(contextTokens)]
  return <small>{words.filter((part) => part).join(' · ')}</small>
}

/** What one can chat with first; the other kinds stay findable. */
function matching(models: readonly ListedModel[], word: string): ListedModel[] {
  const found = models.filter(({ name }) => name.toLowerCase().includes(word.toLowerCase()))
  return [...found.filter(({ name }) => isForChat(name)), ...found.filter(({ name }) => !isForChat(name))]
}
