import type { Clock } from '../kernel/clock.ts'
import { dayOf } from '../storage/model-calls.ts'
import type { Storage } from '../storage/storage.ts'
import type { UsageReports } from '../storage/usage-reports.ts'
import type { Handlers } from './call.ts'
import { chatAt } from './unknown-thing.ts'

/** What was used and what it cost. */
export function usageHandlers(parts: {
  readonly storage: Pick<Storage, 'chats'>
  readonly reports: UsageReports
  readonly clock: Pick<Clock, 'now'>
}): Pick<Handlers, 'usage.summary' | 'usage.chat' | 'usage.export'> {
  const { storage, reports, clock } = parts
  return {
    'usage.summary': ({ days }, signal) => reports.summary(days, signal),
    'usage.chat': ({ chatId }, signal) => reports.chat(chatAt(storage, chatId).id, signal),
    'usage.export': async ({ days }, signal) => ({
      name: `杏桃费用-${dayOf(clock.now())}.csv`,
      text: await reports.csv(days, signal),
    }),
  }
}
