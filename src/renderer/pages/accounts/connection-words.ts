import type { AccountState, ConnectionAttempt, ConnectionState } from '../../../shared/state.ts'
import { t } from '../../i18n/i18n.ts'
import type { Tone } from '../../ui/dot.tsx'

/** A state of a connection, as a word and a colour. */
export function connectionWord(state: ConnectionState): { tone: Tone; word: string } {
  switch (state) {
    case 'connected':
      return { tone: 'ok', word: t('在线') }
    case 'listening':
      return { tone: 'warn', word: t('等 QQ 连过来') }
    case 'connecting':
      return { tone: 'warn', word: t('正在连') }
    case 'waiting-retry':
      return { tone: 'warn', word: t('等着重连') }
    case 'qq-offline':
      return { tone: 'err', word: t('QQ 掉线了') }
    case 'auth-failed':
      return { tone: 'err', word: t('令牌不对') }
    case 'failed':
      return { tone: 'err', word: t('连不上') }
    case 'disabled':
      return { tone: 'mute', word: t('已停用') }
  }
}

export function attemptWord(result: ConnectionAttempt['result']): { tone: Tone; word: string } {
  switch (result) {
    case 'accepted':
      return { tone: 'ok', word: t('连上了') }
    case 'refused':
      return { tone: 'err', word: t('拒绝了') }
    case 'failed':
      return { tone: 'err', word: t('没连上') }
    case 'closed':
      return { tone: 'mute', word: t('断开了') }
  }
}

/** What an account is called: its title, else the name in QQ, else its number, else its id. */
export function accountName(account: Pick<AccountState, 'id' | 'title' | 'nickname' | 'selfId'>): string {
  return account.title || account.nickname || account.selfId || account.id
}
