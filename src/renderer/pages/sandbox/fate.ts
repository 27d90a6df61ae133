import { type DecisionReason, decisionText, isTaken, reasonSettings } from '../../../shared/decision.ts'
import type { ChatMessage, TurnState } from '../../../shared/state.ts'
import { t } from '../../i18n/i18n.ts'
import { settingHref } from './rule-link.ts'

/** Why the last thing that was said has no answer. */
export interface Fate {
  words: string
  /** What in the settings fitted, such as the quiet hours. */
  rule: string | null
  /** Where it would be changed; null when it is not a matter of settings. */
  href: string | null
}

/** The fate of the newest line of a pretend person; null when it is answered or about to be. */
export function fateOf(messages: readonly ChatMessage[], turns: readonly TurnState[]): Fate | null {
  const last = messages.findLast(({ from }) => from === 'user')
  if (!last) return null
  const turn = turns.find(({ id }) => id === last.turnId)
  if (turn?.outcome === 'silent') return { words: t('模型选择不说话'), rule: null, href: null }
  if (last.recalled && turn?.outcome !== 'replied')
    return { words: t('撤回了，就不回了'), rule: null, href: null }
  if (turn?.outcome === 'stopped')
    return { words: turn.problem?.message ?? t('被停下了'), rule: null, href: null }
  const { reason, rule, chatId } = last
  return reason === null || isTaken(reason)
    ? null
    : { words: decisionText(reason), rule, href: placeOf(reason, chatId) }
}

function placeOf(reason: DecisionReason, chatId: number): string | null {
  const place = reasonSettings[reason]
  return place ? settingHref(place, chatId) : null
}
