import { Button } from 'antd'
import type { Provider } from '../../../shared/config.ts'
import type { ProviderState } from '../../../shared/state.ts'
import { t } from '../../i18n/i18n.ts'
import { useTopic } from '../../live/use-topic.ts'
import { ErrorBlock } from '../../ui/error-block.tsx'
import { testModels } from './test-results.ts'

interface ProviderProblemsProps {
  providers: readonly Provider[]
  onEdit: (id: string) => void
}

const selectStates = (states: Record<string, ProviderState>) => states

/** One block for each provider that fails, with the way to mend it. Only the first is the page's primary. */
export function ProviderProblems({ providers, onEdit }: ProviderProblemsProps) {
  const states = useTopic('providers', selectStates) ?? {}
  const failing = providers.flatMap((provider) => {
    const problem = states[provider.id]?.problem
    const models = provider.models.map((model) => `${provider.id}/${model.name}`)
    return provider.enabled && problem ? [{ provider, problem, models }] : []
  })
  return failing.map(({ provider, problem, models }, index) => (
    <ErrorBlock key={provider.id} problem={problem}>
      <Button size="small" type={index === 0 ? 'primary' : 'default'} onClick={() => onEdit(provider.id)}>
        {problem.code === 'model.auth' ? t('换一把 Key') : t('改设置')}
      </Button>
      <Button size="small" disabled={models.length === 0} onClick={() => void testModels(models.slice(0, 1))}>
        {t('再试一次')}
      </Button>
    </ErrorBlock>
  ))
}
