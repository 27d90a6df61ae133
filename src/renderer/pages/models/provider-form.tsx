import { Button, Input, InputNumber } from 'antd'
import { useRef, useState } from 'react'
import type { Problem } from '../../../shared/problem.ts'
import { Labelled } from '../../forms/labelled.tsx'
import { t } from '../../i18n/i18n.ts'
import { call } from '../../live/panel.ts'
import { problemOf } from '../../live/panel-error.ts'
import { ErrorBlock } from '../../ui/error-block.tsx'
import { ChosenModels } from './chosen-models.tsx'
import { ModelPicker } from './model-picker.tsx'
import { presetOf } from './presets.ts'
import { cleanBaseUrl, complaintAboutUrl, type ProviderDraft, remarkAboutUrl } from './provider-draft.ts'

interface ProviderFormProps {
  draft: ProviderDraft
  onChange: (draft: ProviderDraft) => void
}

type Listing =
  | { state: 'none' | 'running' }
  | { state: 'done'; names: string[] }
  | { state: 'failed'; problem: Problem }

/** Address, key and models of a provider. */
export function ProviderForm({ draft, onChange }: ProviderFormProps) {
  const [listing, setListing] = useState<Listing>({ state: 'none' })
  const [left, setLeft] = useState(false)
  const asked = useRef(0)
  const set = (change: Partial<ProviderDraft>) => onChange({ ...draft, ...change })
  const preset = presetOf(cleanBaseUrl(draft.baseUrl))

  const list = async () => {
    const mine = ++asked.current
    setListing({ state: 'running' })
    const next = await listingOf(draft)
    // The address may have been changed and asked again meanwhile.
    if (mine === asked.current) setListing(next)
  }
  return (
    <>
      <Labelled label={t('名字')}>
        {(id) => (
          <Input
            id={id}
            maxLength={64}
            value={draft.title}
            placeholder={t('自己认得出就行')}
            onChange={(event) => set({ title: event.target.value })}
          />
        )}
      </Labelled>
      <Labelled
        label={t('地址')}
        help={remarkAboutUrl(draft.baseUrl)}
        problem={left ? complaintAboutUrl(draft.baseUrl) : null}
      >
        {(id) => (
          <Input
            id={id}
            value={draft.baseUrl}
            placeholder="https://…/v1"
            spellCheck={false}
            onChange={(event) => set({ baseUrl: event.target.value })}
            onBlur={() => setLeft(true)}
          />
        )}
      </Labelled>
      <KeyInput
        apiKey={draft.apiKey}
        help={preset?.keyFrom ? t('在 {{place}} 里新建一把，粘贴到这里。', { place: preset.keyFrom }) : ''}
        needed={preset?.needsKey ?? true}
        onChange={(apiKey) => set({ apiKey })}
      />
      <div>
        <Button
          loading={listing.state === 'running'}
          disabled={complaintAboutUrl(draft.baseUrl) !== null}
          onClick={() => void list()}
        >
          {t('获取列表')}
        </Button>
      </div>
      {listing.state === 'failed' && <ErrorBlock problem={listing.problem} />}
      <ModelPicker
        names={listing.state === 'done' ? listing.names : null}
        models={draft.models}
        onChange={(models) => set({ models })}
      />
      <ChosenModels models={draft.models} onChange={(models) => set({ models })} />
      <Labelled label={t('并发')} help={t('同时最多请求几个，多的排队。')}>
        {(id) => (
          <InputNumber
            id={id}
            min={1}
            max={1000}
            precision={0}
            suffix={t('个')}
            value={draft.maxConcurrent}
            onChange={(value) => set({ maxConcurrent: value ?? 1 })}
          />
        )}
      </Labelled>
    </>
  )
}

async function listingOf({ baseUrl, apiKey }: ProviderDraft): Promise<Listing> {
  try {
    const { models } = await call('models.probe', { baseUrl: cleanBaseUrl(baseUrl), apiKey })
    return { state: 'done', names: models }
  } catch (error) {
    return { state: 'failed', problem: problemOf(error) }
  }
}

interface KeyInputProps {
  apiKey: ProviderDraft['apiKey']
  help: string
  needed: boolean
  onChange: (apiKey: string) => void
}

/** A key that was saved is never shown again: a new one can only take its place. */
function KeyInput({ apiKey, help, needed, onChange }: KeyInputProps) {
  const kept = typeof apiKey !== 'string'
  const placeholder = needed ? 'sk-…' : t('这家不需要 Key')
  return (
    <Labelled label="Key" help={kept ? t('存好的 Key 不会再显示，要换就直接粘贴新的。') : help}>
      {(id) => (
        <Input.Password
          id={id}
          value={kept ? '' : apiKey}
          autoComplete="off"
          placeholder={kept ? t('已保存') : placeholder}
          onChange={(event) => onChange(event.target.value.trim())}
        />
      )}
    </Labelled>
  )
}
