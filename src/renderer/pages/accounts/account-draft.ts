import { type Account, isLoopback, type SecretRef } from '../../../shared/config.ts'
import type { EditOp } from '../../../shared/ipc.ts'
import type { PendingConnection } from '../../../shared/state.ts'
import { t } from '../../i18n/i18n.ts'

/** An account while it is being filled in; fields of the other direction keep their values. */
export interface AccountDraft {
  /** Null for one that is not saved yet. */
  id: string | null
  mode: 'server' | 'client'
  title: string
  host: string
  port: number | null
  url: string
  allowSelfSigned: boolean
  /** Text just made or typed, or what was saved before. */
  accessToken: string | SecretRef
  selfId: string | null
}

export const everyAddress = '0.0.0.0'

export function newDraft(mode: AccountDraft['mode'], token: string): AccountDraft {
  return {
    id: null,
    mode,
    title: '',
    host: '127.0.0.1',
    port: 6700,
    url: 'ws://127.0.0.1:3001',
    allowSelfSigned: false,
    accessToken: mode === 'server' ? token : '',
    selfId: null,
  }
}

/** The end is already knocking: its number and our listener are known. */
export function draftOfPending(pending: PendingConnection, token: string): AccountDraft {
  return { ...newDraft('server', token), host: pending.host, port: pending.port, selfId: pending.selfId }
}

export function draftOfAccount(account: Account): AccountDraft {
  const { id, mode, title, accessToken, selfId } = account
  const own =
    mode === 'server'
      ? { host: account.host, port: account.port }
      : { url: account.url, allowSelfSigned: account.allowSelfSigned }
  return { ...newDraft(mode, ''), id, title, accessToken, selfId: selfId ?? null, ...own }
}

/** What keeps a draft from being saved, or null. */
export function complaintAboutDraft(draft: AccountDraft): string | null {
  if (draft.mode === 'client') {
    return /^wss?:\/\/[^\s]+$/.test(draft.url.trim()) ? null : t('地址要以 ws:// 或 wss:// 开头')
  }
  if (draft.host.trim() === '') return t('要填监听的地址')
  const { port } = draft
  return port !== null && Number.isInteger(port) && port > 0 && port <= 65_535
    ? null
    : t('端口要在 1 到 65535 之间')
}

/** Ends on other machines are let in only with a token. */
export function remarkAboutDraft(draft: AccountDraft): string | null {
  if (draft.mode !== 'server' || isLoopback(draft.host)) return null
  if (draft.accessToken === '') return t('别的机器也连得到这个端口，没有令牌谁都能冒充 QQ。')
  return t('在那台机器上，把地址里的 127.0.0.1 换成这台电脑的 IP。')
}

/** The id of a new account: `qq`, `qq-2`, … */
export function newAccountId(taken: ReadonlySet<string>): string {
  if (!taken.has('qq')) return 'qq'
  let n = 2
  while (taken.has(`qq-${n}`)) n++
  return `qq-${n}`
}

/** The edits that save a new account. */
export function opsOfNewAccount(id: string, draft: AccountDraft): EditOp[] {
  const common = {
    id,
    mode: draft.mode,
    title: draft.title.trim(),
    accessToken: draft.accessToken,
    ...(draft.selfId === null ? {} : { selfId: draft.selfId }),
  }
  const own =
    draft.mode === 'server'
      ? { host: draft.host.trim(), port: draft.port }
      : { url: draft.url.trim(), allowSelfSigned: draft.allowSelfSigned }
  return [{ path: ['accounts', id], set: { ...common, ...own } }]
}

/** The edits that turn `saved` into the draft. The direction of a saved account stays. */
export function opsOfAccountChange(saved: Account, draft: AccountDraft): EditOp[] {
  const ops: EditOp[] = []
  const put = (name: string, before: unknown, after: string | number | boolean | SecretRef | null) => {
    if (before !== after) ops.push({ path: ['accounts', saved.id, name], set: after })
  }
  put('title', saved.title, draft.title.trim())
  put('accessToken', saved.accessToken, draft.accessToken)
  if (saved.mode === 'server') {
    put('host', saved.host, draft.host.trim())
    put('port', saved.port, draft.port)
  } else {
    put('url', saved.url, draft.url.trim())
    put('allowSelfSigned', saved.allowSelfSigned, draft.allowSelfSigned)
  }
  return ops
}
