import { cleanLine } from '../../kernel/text.ts'
import type { CallOutcome } from './calls.ts'
import type { End } from './end.ts'
import { fieldsOf, textOf } from './fields.ts'
import { someone, wireId } from './ids.ts'

const timeoutMs = 10_000

export interface Login {
  /** Null when the end did not answer, or nothing that makes sense. */
  readonly selfId: string | null
  readonly nickname: string | null
}

/** What a new connection is asked at once; each answer comes when it comes, null for none. */
export interface Introduction {
  readonly login: Promise<Login>
  /** Name and version of the end's program. */
  readonly endName: Promise<string | null>
  readonly online: Promise<boolean | null>
}

/** Asks the end who it is, who is logged in, and whether QQ is online. */
export function introduce(end: End): Introduction {
  const ask = (action: string) => end.calls.call(action, {}, { timeoutMs, signal: end.signal })
  return {
    login: ask('get_login_info').then((outcome) => {
      const data = dataOf(outcome)
      return { selfId: someone(data.user_id), nickname: cleanLine(data.nickname) || null }
    }),
    endName: ask('get_version_info').then((outcome) => {
      const { app_name, app_version } = dataOf(outcome)
      return cleanLine(`${textOf(app_name)} ${textOf(app_version)}`) || null
    }),
    online: ask('get_status').then((outcome) => {
      const { online } = dataOf(outcome)
      return typeof online === 'boolean' ? online : null
    }),
  }
}

/** Whether the bot may speak in this group when all others are muted. */
export async function isAdminOf(end: End, groupId: string, selfId: string): Promise<boolean> {
  // NapCat takes a missing no_cache for true, which asks QQ's servers.
  const params = { group_id: wireId(groupId), user_id: wireId(selfId), no_cache: false }
  const outcome = await end.calls.call('get_group_member_info', params, { timeoutMs, signal: end.signal })
  const { role } = dataOf(outcome)
  return role === 'owner' || role === 'admin'
}

function dataOf(outcome: CallOutcome) {
  return fieldsOf(outcome.kind === 'ok' ? outcome.data : null)
}
