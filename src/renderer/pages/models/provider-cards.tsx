import { PlusOutlined } from '@ant-design/icons'
import { isLoopback, type Provider } from '../../../shared/config.ts'
import type { ConfigState, ProviderState } from '../../../shared/state.ts'
import { t } from '../../i18n/i18n.ts'
import { useTopic } from '../../live/use-topic.ts'
import { formatDuration, formatPercent } from '../../ui/format.ts'
import { Monogram } from '../../ui/monogram.tsx'
import { Status } from '../../ui/status.tsx'
import { type Balances, balanceWords, useBalances } from './balances.ts'
import { titleOf } from './model-row.ts'
import styles from './provider-cards.module.css'
import { isKeyUnreadable, providerWord } from './provider-word.ts'

interface ProviderCardsProps {
  providers: readonly Provider[]
  onEdit: (id: string) => void
  onAdd: () => void
}

const selectStates = (states: Record<string, ProviderState>) => states
const selectSecrets = ({ secrets }: ConfigState) => secrets

export function ProviderCards({ providers, onEdit, onAdd }: ProviderCardsProps) {
  const states = useTopic('providers', selectStates) ?? {}
  const secrets = useTopic('config', selectSecrets) ?? {}
  const balances = useBalances(providers)
  return (
    <ul className={styles.cards}>
      {providers.map((provider) => (
        <li key={provider.id}>
          <ProviderCard
            provider={provider}
            state={states[provider.id]}
            balance={balances[provider.id]}
            keyUnreadable={isKeyUnreadable(provider, secrets)}
            onEdit={() => onEdit(provider.id)}
          />
        </li>
      ))}
      {providers.length === 0 && (
        <li>
          <button type="button" className={styles.card} data-add onClick={onAdd}>
            <PlusOutlined />
            <b>{t('加一个真正的模型')}</b>
            <span>{t('DeepSeek、百炼、硅基流动、本机的 Ollama 都行')}</span>
          </button>
        </li>
      )}
      <li>
        <DemoCard />
      </li>
    </ul>
  )
}

interface ProviderCardProps {
  provider: Provider
  state: ProviderState | undefined
  balance: Balances[string] | undefined
  keyUnreadable: boolean
  onEdit: () => void
}

function ProviderCard({ provider, state, balance, keyUnreadable, onEdit }: ProviderCardProps) {
  const { tone, word } = providerWord(provider, state, keyUnreadable)
  const title = titleOf(provider)
  const host = URL.canParse(provider.baseUrl) ? new URL(provider.baseUrl) : null
  const local = host !== null && isLoopback(host.hostname)
  return (
    <button type="button" className={styles.card} data-tone={tone} title={t('修改提供商')} onClick={onEdit}>
      <span className={styles.head}>
        <Monogram name={title} size={26} />
        <b className={styles.name} title={title}>
          {title}
        </b>
        <Status tone={tone}>{word}</Status>
      </span>
      <dl>
        {local ? (
          <>
            <Fact name={t('地址')} value={host.host} />
            {isFree(provider) && <Fact name={t('费用')} value={t('免费')} />}
          </>
        ) : (
          <Fact name={t('余额')} value={balanceWords(balance)} />
        )}
        <Fact
          name={t('首字')}
          value={state?.firstTokenMs == null ? '–' : formatDuration(state.firstTokenMs)}
        />
        {!local && (
          <Fact
            name={t('成功率')}
            value={state?.successRate == null ? '–' : formatPercent(state.successRate)}
          />
        )}
      </dl>
    </button>
  )
}

function DemoCard() {
  return (
    <div className={styles.card} data-still>
      <span className={styles.head}>
        <Monogram name={t('演示')} size={26} bot />
        <b className={styles.name}>{t('演示')}</b>
        <Status tone="ok">{t('随时能用')}</Status>
      </span>
      <dl>
        <Fact name={t('地址')} value={t('内置，不联网')} />
        <Fact name={t('费用')} value={t('免费')} />
      </dl>
    </div>
  )
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}

/** What runs on this computer costs nothing, unless somebody has said what it costs. */
function isFree({ models }: Provider): boolean {
  return models.every(({ price }) => price === null || price.input + price.output === 0)
}
