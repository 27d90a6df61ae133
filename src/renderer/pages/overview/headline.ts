import type { ProblemsState } from '../../../shared/state.ts'
import type { Standing } from '../../app/standing.ts'
import { t } from '../../i18n/i18n.ts'

export interface HeadlineFacts {
  paused: boolean
  problems: ProblemsState
  qq: Standing
  model: Standing
  hasAccounts: boolean
  hasProviders: boolean
}

/** The page's first sentence: whether all is well, and if not, the worst that is wrong. */
export function headline(facts: HeadlineFacts): string {
  const problems = Object.values(facts.problems)
  const errors = problems.filter(({ severity }) => severity === 'error')
  if (errors.length > 1) return t('{{n}} 件事出错了，要你看一下', { n: errors.length })
  const [error] = errors
  if (error) return error.message
  if (facts.paused) return t('回复已暂停，消息只记录')
  if (!facts.hasAccounts && !facts.hasProviders) return t('装好了，还差选模型和连 QQ')
  if (!facts.hasAccounts) {
    return facts.model.tone === 'err'
      ? t('模型{{word}}，也还没连 QQ', { word: facts.model.word })
      : t('模型好了，还没连 QQ')
  }
  if (facts.qq.tone === 'err') return t('收不到消息：{{word}}', { word: facts.qq.word })
  if (facts.model.tone === 'err') return t('能收到消息，但模型{{word}}', { word: facts.model.word })
  if (facts.qq.tone === 'warn') return t('在等 QQ 连上来')
  if (facts.qq.tone === 'mute') return t('QQ 账号都关着')
  const [warning] = problems
  if (warning) return t('运行正常，只是{{what}}', { what: warning.message })
  if (!facts.hasProviders) return t('连上了，现在是演示模型在回')
  return t('运行正常')
}
