import { type Failure, tokenRefused } from './failures.ts'

/** An HTTP answer where an upgrade was expected. `url` must be the masked one. */
export function answerFailure(status: number, url: URL): Failure {
  if (status === 401 || status === 403) return { kind: 'auth', problem: tokenRefused }
  const where = url.host
  if (status === 404) {
    return failure(
      'path',
      `${where} 上没有路径「${url.pathname}」`,
      '地址只写到端口，比如 ws://127.0.0.1:3001',
    )
  }
  if (status >= 300 && status < 400) {
    return failure('redirect', `${where} 要转到别的地址，没有跟过去`, '直接填 QQ 端的地址')
  }
  if (status === 200 || status === 426 || status === 400) {
    const webUi = url.port === '6099' ? '6099 是 NapCat 的网页控制台，' : ''
    return failure(
      'not-onebot',
      `${where} 是网页，不是 OneBot 的 WebSocket`,
      `${webUi}正向 WebSocket 服务的端口一般是 3001、3000 或 6700，在 QQ 端的网络配置里看`,
    )
  }
  if (status >= 502 && status <= 504) {
    return failure('proxy', `${where} 前面的代理回了 ${status}`, '本机地址不要走代理；确认 QQ 端已经启动')
  }
  return failure('answer', `${where} 回了 ${status}，连不上`, '确认地址和端口是 QQ 端的正向 WebSocket')
}

const selfSignedCodes = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
])

/** An error before the connection was open. */
export function errorFailure(
  error: { readonly code?: string | undefined; readonly message: string },
  url: URL,
): Failure {
  const where = url.host
  const code = error.code ?? ''
  if (selfSignedCodes.has(code)) {
    return failure(
      'tls',
      `${where} 的证书是自签的，没有连`,
      '如果是你自己的服务器，打开这个账号的「允许自签证书」',
    )
  }
  if (code === 'CERT_HAS_EXPIRED') return failure('tls', `${where} 的证书过期了`, '更新证书')
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return failure('tls', `${where} 的证书是给别的域名的`, '地址里用证书上的域名')
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL')) {
    return failure('tls', `${where} 不是加密的连接`, '把地址开头的 wss:// 改成 ws://')
  }
  if (/handshake has timed out/i.test(error.message)) {
    return failure('timeout', `${where} 十秒没有回应`, '看看 QQ 端是不是卡住了，端口是不是它的')
  }
  return networkFailure(code, where, url.port || (url.protocol === 'wss:' ? '443' : '80'))
}

function networkFailure(code: string, where: string, port: string): Failure {
  switch (code) {
    case 'ECONNREFUSED':
      return failure(
        'refused',
        `${where} 上没有程序在听`,
        `启动 QQ 端，在它的网络配置里启用「WebSocket 服务器」，端口填 ${port}；QQ 端在容器里时要映射端口`,
      )
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return failure('dns', `找不到 ${where}`, '检查地址有没有打错，网络通不通')
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return failure('timeout', `${where} 连不上`, '检查 IP 对不对，防火墙有没有放行这个端口')
    case 'ECONNRESET':
    case 'EPIPE':
      return failure('reset', `${where} 中途挂断`, '可能有两个程序用了同一个端口，或者代理软件拦了本机连接')
    default:
      return failure(
        'connect',
        `${where} 连不上${code === '' ? '' : `（${code}）`}`,
        '检查地址和 QQ 端的设置',
      )
  }
}

function failure(kind: string, message: string, hint: string): Failure {
  return { kind: 'other', problem: { code: `onebot.${kind}`, message, hint } }
}
