import type { Problem } from '../../../shared/problem.ts'
import type { Ending } from './end.ts'

/** A failure of a connection with what follows from it. */
export interface Failure {
  readonly problem: Problem
  /** `auth`: the token is wrong; `wrong-account`: it works, but is not the account meant. Both are retried slowly. */
  readonly kind: 'auth' | 'wrong-account' | 'other'
}

/** One sentence for the log of attempts: what was wrong and what to change. */
export function inWords(problem: Problem): string {
  return problem.hint === '' ? problem.message : `${problem.message}。${problem.hint}`
}

export const maxFrameMiB = 64
/** Ends that refuse a token only after the upgrade close without a code within this time. */
const lateRefusalWithin = 3_000

export const unreadableToken: Problem = {
  code: 'onebot.token-unreadable',
  message: '保存的令牌在这台机器上打不开',
  hint: '重新填一次令牌',
}

export const unsafeHost: Problem = {
  code: 'onebot.token-required',
  message: '允许别的机器连进来时必须有令牌，所以没有开始监听',
  hint: '填一个令牌，或把监听地址改回 127.0.0.1',
}

export const illegalUrl: Problem = {
  code: 'onebot.url',
  message: '连接地址写得不对',
  hint: '写成 ws://地址:端口，比如 ws://127.0.0.1:3001',
}

export const tokenRefused: Problem = {
  code: 'onebot.auth',
  message: 'QQ 端不认这个令牌',
  hint: '把 QQ 端连接设置里的令牌复制到这里，前后不要有空格',
}

export const illegalToken: Problem = {
  code: 'onebot.token-illegal',
  message: '令牌里有不能放进请求头的字符，比如换行',
  hint: '换一个只有字母和数字的令牌，两边填成一样',
}

export const callsUnanswered: Problem = {
  code: 'onebot.calls-unanswered',
  message: '收得到事件，但 QQ 端不回应调用，消息可能发不出去',
  hint: '重启 QQ 端；如果一直这样，换一个版本',
}

export function qqOffline(detail: string): Problem {
  const said = detail === '' ? '' : `（${detail}）`
  return {
    code: 'onebot.qq-offline',
    message: `QQ 端还在，但 QQ 已经掉线${said}，消息发不出去`,
    hint: '在 QQ 端重新登录这个号，登录好会自动恢复',
  }
}

export function wrongAccount(told: string, expected: string): Problem {
  return {
    code: 'onebot.wrong-account',
    message: `那边登录的是 ${told}，这个账号要的是 ${expected}，没有接`,
    hint: '在 QQ 端换回原来的号，或者在这里把它加成新账号',
  }
}

/** Why listening on `host`:`port` did not work, and the way out. */
export function listenFailure(code: string, host: string, port: number): Problem {
  switch (code) {
    case 'EADDRINUSE':
      return {
        code: 'onebot.port-in-use',
        message: `端口 ${port} 已经被别的程序占用`,
        hint: '关掉占用它的程序，或给这个账号换一个端口；每 10 秒会再试一次',
      }
    case 'EACCES':
      return {
        code: 'onebot.port-forbidden',
        message: `系统不允许使用端口 ${port}`,
        hint: '换一个 1024 以上的端口',
      }
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return {
        code: 'onebot.host-unknown',
        message: `这台机器没有地址 ${host}`,
        hint: '监听地址填 127.0.0.1（只给本机）或 0.0.0.0（给局域网）',
      }
    default:
      return {
        code: 'onebot.listen',
        message: `端口 ${port} 没有监听成功（${code}）`,
        hint: '换一个端口；每 10 秒会再试一次',
      }
  }
}

/** Why an open connection ended. */
export function endingFailure(ending: Ending): Failure {
  const { code, ours, error } = ending
  if (ending.problem !== null) return { kind: 'wrong-account', problem: ending.problem }
  if (ours === 'silent') {
    return other('onebot.silent', 'QQ 端不再有动静，当作断开', '看看 QQ 端是不是卡住了，或者网络断了')
  }
  if (ours === 'replaced') return other('onebot.replaced', '同一个号又连了一次，旧的连接换成了新的', '')
  if (ours !== null) return other('onebot.closed-here', '由这边断开', '')
  const late = code === 1005 && ending.openMs <= lateRefusalWithin
  if (ending.tokenRefused || (!ending.hadEvent && (code === 1002 || code === 1008 || late))) {
    return { kind: 'auth', problem: tokenRefused }
  }
  if (code === 1009 || error === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') {
    return other(
      'onebot.too-big',
      `收到一个超过 ${maxFrameMiB} MB 的数据包，连接断开`,
      '多半是有人发了很大的文件；会自动重连',
    )
  }
  if (error === 'WS_ERR_INVALID_UTF8') {
    return other('onebot.encoding', '收到的文字编码不对，连接断开', '升级 QQ 端；会自动重连')
  }
  return code === 1006
    ? other('onebot.lost', '连接突然断了', 'QQ 端可能退出了，或者网络不稳；会自动重连')
    : other('onebot.closed', `QQ 端断开了连接（代码 ${code}）`, '会自动重连')
}

function other(code: string, message: string, hint: string): Failure {
  return { kind: 'other', problem: { code, message, hint } }
}
