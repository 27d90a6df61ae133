import { isTaken } from '../../../shared/decision.ts'
import type { ChatMessage, TurnState } from '../../../shared/state.ts'
import { reasonHref, reasonText } from '../../conversation/reason-text.ts'
import { t } from '../../i18n/i18n.ts'

/** Why the last thing that was said has no answer. */
export interface Fate {
  words: string
  /** Where it would be changed; null when it is not a matter of settings. */
  href: string | null
}

/** The fate of the newest line of a pretend person; null when it is answered or about to be. */
export function fateOf(messages: readonly ChatMessage[], turns: readonly TurnState[]): Fate | null {
  const last = messages.findLast(({ from }) => from === 'user')
  if (!last) return null
  const turn = turns.find(({ id }) => id === last.turnId)
  if (turn?.outcome === 'silent') return { words: t('模型选择不说话'), href: null }
  if (last.recalled && turn?.outcome !== 'replied') return { words: t('撤回了，就不回了'), href: null }
  if (turn?.outcome === 'stopped') return { words: turn.problem?.message ?? t('被停下了'), href: null }
  const { reason, rule, chatId } = last
  if (reason === null || isTaken(reason)) return null
  return { words: reasonText(reason, rule), href: reasonHref(reason, chatId) }
}
