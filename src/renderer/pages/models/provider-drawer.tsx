import { Button } from 'antd'
import { useState } from 'react'
import type { Config } from '../../../shared/config.ts'
import type { Provider } from '../../../shared/provider.ts'
import { EnabledSwitch } from '../../forms/enabled-switch.tsx'
import { t } from '../../i18n/i18n.ts'
import { type EditOf, editConfig } from '../../live/edit.ts'
import { SideDrawer } from '../../ui/side-drawer.tsx'
import { defaultForFirst, slotsWithout } from './default-model.ts'
import { modelOf } from './known-model.ts'
import { draftOfModel } from './model-draft.ts'
import { titleOf } from './model-row.ts'
import type { Pasted } from './paste.ts'
import { PasteBox } from './paste-box.tsx'
import { PresetPicker } from './preset-picker.tsx'
import { customPreset, type Preset } from './presets.ts'
import type { FormPart } from './problem-fix.ts'
import {
  canSave,
  draftOfPreset,
  draftOfProvider,
  newProviderId,
  newProviderTitle,
  type ProviderDraft,
} from './provider-draft.ts'
import styles from './provider-drawer.module.css'
import { ProviderForm } from './provider-form.tsx'
import { opsOfChange, opsOfNew } from './provider-ops.ts'

interface ProviderDrawerProps {
  /** The provider to change; null adds a new one. */
  saved: Provider | null
  /** Where somebody was led to. */
  part?: FormPart | undefined
  model?: string | undefined
  onClose: () => void
}

/** Adds a provider or changes one. Nothing is saved before 保存; everything after can be undone. */
export function ProviderDrawer({ saved, part, model, onClose }: ProviderDrawerProps) {
  // What was opened: the draft is compared with it, whatever others save meanwhile.
  const [before] = useState(saved)
  const [preset, setPreset] = useState<Preset | null>(null)
  const [draft, setDraft] = useState<ProviderDraft | null>(before ? draftOfProvider(before) : null)
  /** A key that waits for somebody to say whose it is. */
  const [found, setFound] = useState<Pasted | null>(null)

  const choose = (next: Preset) => {
    setPreset(next)
    const kept = found && found.baseUrl === '' ? { apiKey: found.apiKey } : {}
    setDraft({ ...draftOfPreset(next), ...kept })
  }
  const read = (pasted: Pasted, sure: Preset | null) => {
    setFound(pasted)
    const chosen = sure ?? (pasted.baseUrl === '' ? null : customPreset)
    setPreset(chosen)
    setDraft(chosen && filled(chosen, pasted, chosen === preset ? draft : null))
  }
  const finish = async (edit: EditOf) => {
    if (await editConfig(edit)) onClose()
  }
  const save = () => {
    if (!draft) return
    void finish((now) => (before ? changed(now, before, draft) : added(now, preset ?? customPreset, draft)))
  }
  const remove = () => {
    if (!before) return
    const { id } = before
    void finish((now) => ({
      ops: [
        { path: ['providers', id], remove: true },
        ...slotsWithout(now, (name) => name.startsWith(`${id}/`)),
      ],
      said: t('已删掉「{{name}}」', { name: titleOf(before) }),
    }))
  }

  return (
    <SideDrawer
      open
      size={600}
      title={before ? titleOf(before) : t('加提供商')}
      onClose={onClose}
      extra={
        saved && (
          <EnabledSwitch path={['providers', saved.id]} name={titleOf(saved)} enabled={saved.enabled} />
        )
      }
      footer={
        <div className={styles.footer}>
          {before && (
            <Button danger type="text" onClick={remove}>
              {t('删掉')}
            </Button>
          )}
          <span />
          <Button onClick={onClose}>{t('取消')}</Button>
          <Button type="primary" disabled={draft === null || !canSave(draft)} onClick={save}>
            {t('保存')}
          </Button>
        </div>
      }
    >
      <div className={styles.body}>
        {!before && (
          <>
            <PasteBox current={preset} onRead={read} onChoose={choose} />
            <PresetPicker chosen={preset} onChoose={choose} />
          </>
        )}
        {draft && (
          <ProviderForm
            key={preset?.id ?? 'saved'}
            draft={draft}
            onChange={setDraft}
            part={part}
            model={model}
          />
        )}
      </div>
    </SideDrawer>
  )
}

/** A draft with what was pasted in it; what is there already of the same vendor stays. */
function filled(
  preset: Preset,
  { baseUrl, apiKey, model }: Pasted,
  now: ProviderDraft | null,
): ProviderDraft {
  const draft = now && (baseUrl === '' || now.baseUrl === baseUrl) ? now : draftOfPreset(preset)
  const url = baseUrl || draft.baseUrl
  const known = model === '' || draft.models.some(({ name }) => name === model)
  return {
    ...draft,
    baseUrl: url,
    apiKey: apiKey || draft.apiKey,
    models: known ? draft.models : [...draft.models, draftOfModel(modelOf({ name: model }, url))],
  }
}

function added(config: Config, preset: Preset, draft: ProviderDraft): ReturnType<EditOf> {
  const taken = new Set(config.providers.map((provider) => provider.id))
  const id = newProviderId(preset, draft.baseUrl, taken)
  const name = newProviderTitle(draft) || id
  const first = defaultForFirst(config, id, draft.models)
  const said =
    first.length > 0 ? t('已加上「{{name}}」，默认模型换成它的', { name }) : t('已加上「{{name}}」', { name })
  return { ops: [...opsOfNew(id, draft), ...first], said }
}

function changed(config: Config, before: Provider, draft: ProviderDraft): ReturnType<EditOf> {
  const kept = new Set(draft.models.map(({ name }) => name))
  const gone = new Set(before.models.flatMap(({ name }) => (kept.has(name) ? [] : [`${before.id}/${name}`])))
  return {
    ops: [...opsOfChange(before, draft), ...slotsWithout(config, (name) => gone.has(name))],
    said: t('已改好「{{name}}」', { name: titleOf(before) }),
  }
}
