import { Button, Input } from 'antd'
import { useState } from 'react'
import { t } from '../../i18n/i18n.ts'
import { type Pasted, readPaste, vendorsOf } from './paste.ts'
import { customPreset, type Preset } from './presets.ts'
import styles from './provider-drawer.module.css'

interface PasteBoxProps {
  /** The vendor that is chosen already: a key that may be its is taken to be. */
  current: Preset | null
  /** What was read, and whose it is when that is sure; null leaves the choice to the person. */
  onRead: (pasted: Pasted, preset: Preset | null) => void
  /** Takes one of the vendors a key may belong to. */
  onChoose: (preset: Preset) => void
}

/** Takes a key, an address or whatever has them in it. The text is emptied at once: it may be a key. */
export function PasteBox({ current, onRead, onChoose }: PasteBoxProps) {
  const [text, setText] = useState('')
  const [said, setSaid] = useState<{ words: string; likely: readonly Preset[] } | null>(null)

  const read = (pastedText: string) => {
    if (pastedText.trim() === '') return
    const pasted = readPaste(pastedText)
    if (pasted.baseUrl === '' && pasted.apiKey === '') {
      setText(pastedText)
      setSaid({ words: pasted.remark ?? t('没认出 Key 或地址，可以在下面自己选。'), likely: [] })
      return
    }
    const vendors = narrowed(vendorsOf(pasted), pasted, current)
    const [preset = null] = vendors.length === 1 ? vendors : []
    setText('')
    setSaid({ words: wordsOf(pasted, vendors), likely: vendors.length > 1 ? vendors : [] })
    onRead(pasted, preset)
  }
  return (
    <div className={styles.paste}>
      <label htmlFor="paste">{t('粘贴 Key 或地址')}</label>
      <div className={styles.row}>
        <Input.TextArea
          id="paste"
          autoSize={{ minRows: 1, maxRows: 4 }}
          autoFocus
          spellCheck={false}
          value={text}
          placeholder={t('Key、地址、curl 命令、一段配置都行')}
          onChange={(event) => setText(event.target.value)}
          onPaste={(event) => {
            event.preventDefault()
            read(event.clipboardData.getData('text'))
          }}
          onPressEnter={(event) => {
            if (event.shiftKey) return
            event.preventDefault()
            read(text)
          }}
        />
        <Button disabled={text.trim() === ''} onClick={() => read(text)}>
          {t('认一认')}
        </Button>
      </div>
      <div className={styles.said} aria-live="polite">
        {said?.words}
        {said && said.likely.length > 0 && (
          <span className={styles.likely}>
            {said.likely.map((preset) => (
              <Button
                key={preset.id}
                size="small"
                onClick={() => {
                  setSaid({ words: t('按「{{name}}」填好了。', { name: t(preset.title) }), likely: [] })
                  onChoose(preset)
                }}
              >
                {t(preset.title)}
              </Button>
            ))}
          </span>
        )}
      </div>
    </div>
  )
}

function narrowed(
  vendors: readonly Preset[],
  { baseUrl }: Pasted,
  current: Preset | null,
): readonly Preset[] {
  if (current === null || baseUrl !== '') return vendors
  const fits = vendors.length === 0 || current.id === customPreset.id || vendors.includes(current)
  return fits ? [current] : vendors
}

function wordsOf(pasted: Pasted, vendors: readonly Preset[]): string {
  const { remark } = pasted
  const [only] = vendors
  const tail = remark === null ? '' : remark
  if (vendors.length > 1) return `${t('好几家的 Key 都长这样，是哪一家的？还没有发给任何一家。')}${tail}`
  if (only) return `${t('按「{{name}}」填好了。', { name: t(only.title) })}${tail}`
  if (pasted.baseUrl !== '') return `${t('按这个地址填好了。')}${tail}`
  return `${t('看不出是哪一家的 Key，在下面选。')}${tail}`
}
