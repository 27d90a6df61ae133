import type { ChatAddress } from '../../shared/chat-address.ts'
import { head } from '../kernel/text.ts'

/** Where a prompt is used, as far as its variables can name it. */
export interface Place {
  /** What the bot is called here. */
  readonly botName: string
  readonly chat: { readonly kind: ChatAddress['kind']; readonly title: string }
}

/** The variables whose value is another one at every turn. */
export type VolatileVariable = '时间' | '昵称'

type Variable = VolatileVariable | '群名' | '机器人名'

const pattern = /\{(时间|群名|昵称|机器人名)\}|\{\{(char|user)\}\}/gi

/**
 * What stands in a prompt for a volatile variable. The value itself would change the beginning of every request, and the
 * vendor's prompt cache with it, so it stands in brackets at the end of the question and the prompt points there.
 */
const pointers: Readonly<Record<VolatileVariable, string>> = {
  时间: '末尾括号里的时间',
  昵称: '末尾括号里的那个人',
}

/**
 * A prompt with `{群名}` and `{机器人名}` filled in and `{时间}` and `{昵称}` pointing to the end of the request.
 * `{{char}}` and `{{user}}` are understood too; any other braces stay as they are.
 * @param used is told which volatile variables were found.
 */
export function fillPrompt(text: string, place: Place, used: Set<VolatileVariable>): string {
  return replaceVariables(text, (name) => {
    if (name === '机器人名') return oneLine(place.botName)
    if (name === '群名') return groupName(place)
    used.add(name)
    return pointers[name]
  })
}

/** A text that is said once, such as a greeting, with the values of all its variables. */
export function fillText(text: string, facts: Place & { speakerName: string; now: Date }): string {
  return replaceVariables(text, (name) => {
    if (name === '机器人名') return oneLine(facts.botName)
    if (name === '群名') return groupName(facts)
    return name === '时间' ? dateText(facts.now) : oneLine(facts.speakerName)
  })
}

function replaceVariables(text: string, fill: (name: Variable) => string): string {
  return text.replace(pattern, (_all, ours: Variable | undefined, theirs: string | undefined) =>
    fill(ours ?? (theirs?.toLowerCase() === 'char' ? '机器人名' : '昵称')),
  )
}

function groupName({ chat }: Place): string {
  return chat.kind === 'group' ? oneLine(chat.title) : '私聊'
}

const days = ['日', '一', '二', '三', '四', '五', '六']

/** Such as `2026-11-22 12:05，星期日`, in the machine's own time zone. */
export function dateText(time: Date): string {
  const two = (n: number) => String(n).padStart(2, '0')
  const date = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`
  return `${date} ${two(time.getHours())}:${two(time.getMinutes())}，星期${days[time.getDay()]}`
}

/** At most 64 characters without line breaks and quotation marks: whoever names a group does not write the prompt. */
export function oneLine(text: string): string {
  return head(text.replace(/[\s\p{Cc}「」『』“”"`]+/gu, ' ').trim(), 64)
}
