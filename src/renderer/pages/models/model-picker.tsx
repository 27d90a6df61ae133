import { PlusOutlined } from '@ant-design/icons'
import { Button, Checkbox, Input } from 'antd'
import { useState } from 'react'
import type { Model } from '../../../shared/config.ts'
import { t } from '../../i18n/i18n.ts'
import { guessModel, isForChat } from './model-guess.ts'
import styles from './model-picker.module.css'

interface ModelPickerProps {
  /** What the provider lists; null before it was asked. */
  names: readonly string[] | null
  models: readonly Model[]
  onChange: (models: Model[]) => void
}

/** Some vendors list hundreds; the rest is found by typing. */
const shownAtMost = 80

/** Picks models from the provider's list, or by a name that is typed. */
export function ModelPicker({ names, models, onChange }: ModelPickerProps) {
  const [search, setSearch] = useState('')
  const word = search.trim()
  const found = matching(names ?? [], word)
  const chosen = new Set(models.map((model) => model.name))
  const add = (name: string) => onChange([...models, guessModel(name)])
  const addTyped = () => {
    if (word === '' || chosen.has(word)) return
    add(word)
    setSearch('')
  }
  const toggle = (name: string) =>
    chosen.has(name) ? onChange(models.filter((model) => model.name !== name)) : add(name)
  return (
    <div className={styles.picker}>
      <div className={styles.search}>
        <Input
          aria-label={t('模型名')}
          value={search}
          placeholder={
            names ? t('在 {{n}} 个里找，或直接写模型名', { n: names.length }) : t('获取列表，或直接写模型名')
          }
          onChange={(event) => setSearch(event.target.value)}
          onPressEnter={addTyped}
        />
        <Button icon={<PlusOutlined />} disabled={word === '' || chosen.has(word)} onClick={addTyped}>
          {t('加上')}
        </Button>
      </div>
      {names && (
        <ul className={styles.list} aria-label={t('提供商列出的模型')}>
          {found.slice(0, shownAtMost).map((name) => (
            <li key={name}>
              <Checkbox checked={chosen.has(name)} onChange={() => toggle(name)}>
                {name}
              </Checkbox>
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

/** What one can chat with first; the other kinds stay findable. */
function matching(names: readonly string[], word: string): string[] {
  const found = names.filter((name) => name.toLowerCase().includes(word.toLowerCase()))
  return [...found.filter(isForChat), ...found.filter((name) => !isForChat(name))]
}
