import { t } from '../i18n/i18n.ts'
import { formatCount } from '../ui/format.ts'

/** What may stand in a prompt for a value of the moment, as the bot fills it in. */
export const promptVariables: readonly { word: string; help: string; volatile: boolean }[] = [
  { word: '{时间}', help: '现在的日期和时刻', volatile: true },
  { word: '{昵称}', help: '正在说话的人', volatile: true },
  { word: '{群名}', help: '群的名字，私聊里是「私聊」', volatile: false },
  { word: '{机器人名}', help: '机器人的名字', volatile: false },
]

/** Longer ones cost at every answer, and models begin to overlook what they say. */
const comfortable = 6_000
/** What a prompt begins with, in characters. */
const beginning = 200

/** What may be unwise about a prompt, in sentences; none of it keeps it from being saved. */
export function lintPrompt(text: string): string[] {
  if (text.trim() === '') return [t('还没写。写两三句它是谁、怎么说话，就够了。')]
  const hints: string[] = []
  if (text.length > comfortable)
    hints.push(
      t('{{n}} 字，太长了：每条回复都要带着它，模型也容易漏看。最好不超过 {{max}} 字。', {
        n: formatCount(text.length),
        max: formatCount(comfortable),
      }),
    )
  // A short prompt is all beginning: there is nowhere to move it.
  const start = text.length > 2 * beginning ? text.slice(0, beginning) : ''
  const early = promptVariables.find(({ word, volatile }) => volatile && start.includes(word))
  if (early) hints.push(t('{{word}} 常变，放在开头不合适，挪到后面更好。', { word: early.word }))
  return hints
}
