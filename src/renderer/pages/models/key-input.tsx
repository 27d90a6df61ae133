import { type ReactNode, useState } from 'react'
import { Labelled } from '../../forms/labelled.tsx'
import { SecretInput } from '../../forms/secret-input.tsx'
import { t } from '../../i18n/i18n.ts'
import { complaintAboutKey, tidyKey } from './key-vendor.ts'
import { type Preset, presetOf } from './presets.ts'
import type { ProviderDraft } from './provider-draft.ts'
import styles from './provider-drawer.module.css'

interface KeyInputProps {
  draft: ProviderDraft
  focused: boolean
  onChange: (apiKey: string) => void
}

/** A key that was saved is never shown again: a new one can only take its place. */
export function KeyInput({ draft: { apiKey, baseUrl }, focused, onChange }: KeyInputProps) {
  const [remark, setRemark] = useState<string | null>(null)
  const preset = presetOf(baseUrl)
  const kept = typeof apiKey !== 'string'
  const type = (text: string) => {
    const tidied = tidyKey(text)
    setRemark(tidied.remark)
    onChange(tidied.key)
  }
  return (
    <Labelled
      label="Key"
      help={remark ?? helpOf(kept, preset)}
      problem={kept ? null : complaintAboutKey(apiKey)}
    >
      {(id) => (
        <SecretInput
          id={id}
          value={apiKey}
          autoFocus={focused}
          placeholder={preset && !preset.needsKey ? t('这家不需要 Key') : 'sk-…'}
          onChange={type}
        />
      )}
    </Labelled>
  )
}

function helpOf(kept: boolean, preset: Preset | null): ReactNode {
  const link = preset?.keyUrl && (
    <>
      {t('在 {{place}} 里新建。', { place: preset.keyFrom })}
      <a className={styles.link} href={preset.keyUrl} target="_blank" rel="noreferrer">
        {t('去拿 Key')}
      </a>
    </>
  )
  if (!kept) return link
  return (
    <>
      {t('存好的 Key 不会再显示，要换就直接粘贴新的。')}
      {link}
    </>
  )
}
