import { t } from '../../i18n/i18n.ts'
import { call } from '../../live/panel.ts'
import { formatClock, startOfDay } from '../../ui/format.ts'
import { showProblem, showToast } from '../../ui/toast.tsx'

const minute = 60_000
const day = 24 * 60 * minute
/** As long as a chat can be silenced. */
export const forEver = 525_600
/** What is left of 一直 for this long still reads 一直. */
const practicallyForEver = 300 * day

export interface MuteLength {
  title: string
  minutes: number
}

export function muteLengths(): MuteLength[] {
  return [
    { title: t('1 小时'), minutes: 60 },
    { title: t('8 小时'), minutes: 480 },
    { title: t('一直'), minutes: forEver },
  ]
}

/** Until when a chat is silent, such as 「到 18:00」 or 「到明天 07:30」; null when it is not. */
export function mutedWords(until: number, now: number): string | null {
  if (until <= now) return null
  if (until - now > practicallyForEver) return t('一直')
  const clock = formatClock(until)
  // Rounded, because a day of a clock change has 23 or 25 hours.
  const days = Math.round((startOfDay(until) - startOfDay(now)) / day)
  if (days === 0) return t('到 {{clock}}', { clock })
  if (days === 1) return t('到明天 {{clock}}', { clock })
  const date = new Date(until)
  return t('到 {{m}} 月 {{d}} 日 {{clock}}', { m: date.getMonth() + 1, d: date.getDate(), clock })
}

/** Silences a chat for so many minutes, or ends it with 0; the toast takes it back. */
export async function muteChat(chatId: number, minutes: number, mutedUntil: number): Promise<void> {
  const before = Math.max(0, (mutedUntil - Date.now()) / minute)
  try {
    await call('chats.mute', { chatId, minutes })
    showToast({
      text: minutes === 0 ? t('又会说话了') : t('静音了，只记录不回'),
      undo: async () => {
        await call('chats.mute', { chatId, minutes: Math.min(forEver, before) })
      },
    })
  } catch (error) {
    showProblem(error)
  }
}
