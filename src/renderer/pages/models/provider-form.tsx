import { Button, Input } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { Problem } from '../../../shared/problem.ts'
import type { ListedModel } from '../../../shared/provider.ts'
import { Labelled } from '../../forms/labelled.tsx'
import { t } from '../../i18n/i18n.ts'
import { call } from '../../live/panel.ts'
import { problemOf } from '../../live/panel-error.ts'
import { ErrorBlock } from '../../ui/error-block.tsx'
import { cleanBaseUrl, complaintAboutUrl, completeBaseUrl, remarkAboutUrl } from './base-url.ts'
import { ChosenModels } from './chosen-models.tsx'
import { KeyInput } from './key-input.tsx'
import { ModelPicker } from './model-picker.tsx'
import { MoreFields } from './more-fields.tsx'
import { presetOf } from './presets.ts'
import type { FormPart } from './problem-fix.ts'
import type { ProviderDraft } from './provider-draft.ts'
import styles from './provider-drawer.module.css'

interface ProviderFormProps {
  draft: ProviderDraft
  onChange: (draft: ProviderDraft) => void
  /** Where somebody was led to. */
  part?: FormPart | undefined
  model?: string | undefined
}

type Listing =
  | { state: 'none' | 'running' }
  | { state: 'done'; models: ListedModel[] }
  | { state: 'failed'; problem: Problem }

/** Address, key and models of a provider. */
export function ProviderForm({ draft, onChange, part, model }: ProviderFormProps) {
  const [listing, setListing] = useState<Listing>({ state: 'none' })
  const [left, setLeft] = useState(false)
  const asked = useRef(0)
  const more = useRef<HTMLDetailsElement>(null)
  const set = (change: Partial<ProviderDraft>) => onChange({ ...draft, ...change })
  useEffect(() => {
    if (part === 'more') more.current?.scrollIntoView({ block: 'start' })
  }, [part])

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
            autoFocus={part === 'address'}
            onChange={(event) => set({ baseUrl: event.target.value })}
            onBlur={() => {
              setLeft(true)
              const complete = completeBaseUrl(draft.baseUrl)
              if (complaintAboutUrl(draft.baseUrl) !== null && complete !== '') set({ baseUrl: complete })
            }}
          />
        )}
      </Labelled>
      <KeyInput draft={draft} focused={part === 'key'} onChange={(apiKey) => set({ apiKey })} />
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
        listed={listing.state === 'done' ? listing.models : null}
        usual={presetOf(draft.baseUrl)?.models ?? []}
        baseUrl={cleanBaseUrl(draft.baseUrl)}
        models={draft.models}
        onChange={(models) => set({ models })}
      />
      <ChosenModels
        models={draft.models}
        baseUrl={cleanBaseUrl(draft.baseUrl)}
        opened={model ?? null}
        onChange={(models) => set({ models })}
      />
      <details ref={more} className={styles.details} open={part === 'more' || undefined}>
        <summary>{t('高级')}</summary>
        <MoreFields draft={draft} onChange={set} />
      </details>
    </>
  )
}

async function listingOf(draft: ProviderDraft): Promise<Listing> {
  const { baseUrl, apiKey, proxy, proxyLogin, headers } = draft
  try {
    const { models } = await call('models.probe', {
      baseUrl: cleanBaseUrl(baseUrl),
      apiKey,
      proxy,
      proxyLogin,
      headers: headers.filter(({ name }) => name !== ''),
    })
    return { state: 'done', models }
  } catch (error) {
    return { state: 'failed', problem: problemOf(error) }
  }
}
