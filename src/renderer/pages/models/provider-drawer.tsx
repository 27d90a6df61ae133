import { Button, Drawer } from 'antd'
import { useState } from 'react'
import type { Config, Provider } from '../../../shared/config.ts'
import type { EditOp } from '../../../shared/ipc.ts'
import { EnabledSwitch } from '../../forms/enabled-switch.tsx'
import { t } from '../../i18n/i18n.ts'
import { editConfig } from '../../live/edit.ts'
import { defaultAfterRemoval, defaultForFirst } from './default-model.ts'
import { titleOf } from './model-row.ts'
import { customPreset, type Preset, presets } from './presets.ts'
import {
  complaintAboutUrl,
  draftOfPreset,
  draftOfProvider,
  newProviderId,
  opsOfChange,
  opsOfNew,
  type ProviderDraft,
} from './provider-draft.ts'
import styles from './provider-drawer.module.css'
import { ProviderForm } from './provider-form.tsx'

interface ProviderDrawerProps {
  config: Config
  /** The provider to change; null adds a new one. */
  saved: Provider | null
  onClose: () => void
}

/** Adds a provider or changes one. Nothing is saved before 保存; everything after can be undone. */
export function ProviderDrawer({ config, saved, onClose }: ProviderDrawerProps) {
  const [preset, setPreset] = useState<Preset | null>(null)
  const [draft, setDraft] = useState<ProviderDraft | null>(saved ? draftOfProvider(saved) : null)
  const ready = draft !== null && complaintAboutUrl(draft.baseUrl) === null

  const finish = async (ops: EditOp[], said: string) => {
    if (ops.length === 0 || (await editConfig(ops, said))) onClose()
  }
  const save = async () => {
    if (!draft) return
    if (saved) return finish(opsOfChange(saved, draft), t('已改好「{{name}}」', { name: titleOf(saved) }))
    const taken = new Set(config.providers.map((provider) => provider.id))
    const id = newProviderId(preset ?? customPreset, draft.baseUrl, taken)
    const name = draft.title.trim() || id
    const ops = [...opsOfNew(id, draft), ...defaultForFirst(config, id, draft.models)]
    return finish(
      ops,
      ops.length > 1
        ? t('已加上「{{name}}」，默认模型换成它的', { name })
        : t('已加上「{{name}}」', { name }),
    )
  }
  const remove = async () => {
    if (!saved) return
    const ops: EditOp[] = [
      { path: ['providers', saved.id], remove: true },
      ...defaultAfterRemoval(config, saved.id),
    ]
    await finish(ops, t('已删掉「{{name}}」', { name: titleOf(saved) }))
  }

  return (
    <Drawer
      open
      size={560}
      title={saved ? titleOf(saved) : t('加提供商')}
      onClose={onClose}
      extra={
        saved && (
          <EnabledSwitch path={['providers', saved.id]} name={titleOf(saved)} enabled={saved.enabled} />
        )
      }
      footer={
        <div className={styles.footer}>
          {saved && (
            <Button danger type="text" onClick={() => void remove()}>
              {t('删掉')}
            </Button>
          )}
          <span />
          <Button onClick={onClose}>{t('取消')}</Button>
          <Button type="primary" disabled={!ready} onClick={() => void save()}>
            {t('保存')}
          </Button>
        </div>
      }
    >
      <div className={styles.body}>
        {!saved && (
          <PresetPicker
            chosen={preset}
            onChoose={(next) => {
              setPreset(next)
              setDraft(draftOfPreset(next))
            }}
          />
        )}
        {draft && <ProviderForm key={preset?.id ?? 'saved'} draft={draft} onChange={setDraft} />}
      </div>
    </Drawer>
  )
}

interface PresetPickerProps {
  chosen: Preset | null
  onChoose: (preset: Preset) => void
}

function PresetPicker({ chosen, onChoose }: PresetPickerProps) {
  return (
    <fieldset className={styles.presets}>
      <legend>{t('用哪一家')}</legend>
      {presets.map((preset) => (
        <button
          key={preset.id}
          type="button"
          aria-pressed={preset.id === chosen?.id}
          onClick={() => onChoose(preset)}
        >
          {t(preset.title)}
        </button>
      ))}
    </fieldset>
  )
}
