import { Button } from 'antd'
import type { Config } from '../../../shared/config.ts'
import type { Problem } from '../../../shared/problem.ts'
import type { ProviderState } from '../../../shared/state.ts'
import { t } from '../../i18n/i18n.ts'
import { useTopic } from '../../live/use-topic.ts'
import { ErrorBlock } from '../../ui/error-block.tsx'
import { shortModel } from '../../ui/format.ts'
import { presetOf } from './presets.ts'
import { probeModel } from './probes.ts'
import { type FormPart, fixOf, needsVendor } from './problem-fix.ts'
import { isClosed } from './provider-word.ts'
import { isInSlots, stepsIn } from './slot-list.ts'

interface ProviderProblemsProps {
  config: Config
  onEdit: (id: string, part: FormPart) => void
}

const selectStates = (states: Record<string, ProviderState>) => states

/** One block for each provider that fails, with the way to mend it. Only the first is the page's primary. */
export function ProviderProblems({ config, onEdit }: ProviderProblemsProps) {
  const states = useTopic('providers', selectStates) ?? {}
  const failing = config.providers.flatMap((provider) => {
    const state = states[provider.id]
    if (!provider.enabled || !state?.problem) return []
    // Nobody misses a program that is closed and that nothing uses.
    if (isClosed(provider, state) && !isInSlots(config, provider.id)) return []
    return [{ provider, problem: withStepIn(state.problem, stepsIn(config, provider.id)) }]
  })
  return failing.map(({ provider, problem }, index) => {
    const { label, part } = fixOf(problem)
    const keyUrl = needsVendor(problem) ? presetOf(provider.baseUrl)?.keyUrl : ''
    const [model] = provider.models
    return (
      <ErrorBlock key={provider.id} problem={problem}>
        <Button
          size="small"
          type={index === 0 ? 'primary' : 'default'}
          onClick={() => onEdit(provider.id, part)}
        >
          {label}
        </Button>
        {keyUrl && (
          <Button size="small" href={keyUrl} target="_blank" rel="noreferrer">
            {problem.code === 'model.balance' ? t('去充值') : t('打开获取页')}
          </Button>
        )}
        <Button
          size="small"
          disabled={!model}
          onClick={() => model && void probeModel(`${provider.id}/${model.name}`)}
        >
          {t('再试一次')}
        </Button>
      </ErrorBlock>
    )
  })
}

/** What was done already: the chats that go by the default are answered by somebody else meanwhile. */
function withStepIn(problem: Problem, model: string | null): Problem {
  if (model === null) return problem
  const meanwhile = t('没有单独选模型的聊天先换到 {{model}}，回复没有断。', { model: shortModel(model) })
  const hint = problem.hint && !/[。！？；]$/.test(problem.hint) ? `${problem.hint}。` : problem.hint
  return { ...problem, hint: `${hint}${meanwhile}` }
}
