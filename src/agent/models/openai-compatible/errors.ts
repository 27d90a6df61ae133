import { isLoopback } from '../../../shared/config.ts'
import { ConnectTimeout } from '../../net/http.ts'
import { ModelError } from '../model-error.ts'
import { addressesOf } from './addresses.ts'
import { endlessLine } from './event-lines.ts'
import { pictureRefusal } from './picture-refusal.ts'
import type { LimitKind } from './time-limits.ts'
import { vendorWords } from './vendor-words.ts'

/** What a failed call was about; everything but the key may appear in a sentence. */
export interface CallTarget {
  /** The provider as the owner knows it. */
  readonly title: string
  /** Null when the call was about the endpoint as a whole. */
  readonly model: string | null
  readonly baseUrl: string
  readonly apiKey: string
  /** Of the owner's own headers; they may be keys. */
  readonly headerValues: readonly string[]
  /** Host and port of the proxy it goes through; '' without one. */
  readonly proxy: string
  /** Whether pictures were sent along. */
  readonly pictures: boolean
}

/** A refusal: `status`, `Retry-After` (seconds or a date, RFC 9110 §10.2.3) and the body, which may be a page. */
export interface Refusal {
  readonly status: number
  readonly body: string
  readonly retryAfter?: string | null
  readonly location?: string | null
}

/** The problem behind an answer with an error status, or behind an error object inside a stream. */
export function refusedProblem(target: CallTarget, refusal: Refusal, now: number): ModelError {
  const { status, body } = refusal
  const detail = `HTTP ${status} ${wordsFor(target, body)}`.trim()
  const retryAfter = status === 429 || status >= 500 ? retrySeconds(refusal, now) : null
  const make = (code: string, what: string, hint: string) =>
    new ModelError(
      { code, message: `${who(target)}${what}（${status}，${address(target)}）`, hint, detail },
      { status, retryAfterMs: retryAfter === null ? undefined : retryAfter * 1000 },
    )

  if (status >= 300 && status < 400) {
    const to = withoutSecrets(refusal.location ?? '')
    return make('model.bad-answer', '的地址跳到了别处', to ? `把地址改成 ${to} 那边的` : '检查地址')
  }
  if (status === 407) {
    return make('model.proxy-login', `走的代理 ${target.proxy} 要登录`, '在模型页填代理的用户名和密码')
  }
  const about = target.pictures && target.model !== null ? pictureRefusal(refusal, target.model) : null
  if (about?.kind === 'blind') {
    return make('model.no-pictures', '看不了图片', '在模型页关掉它的「看图」，或选一个看图的模型')
  }
  if (about) return make('model.bad-picture', '不收其中的图片', '可能太大、格式不对，或者图片坏了')
  if (status === 402 || emptyBalance.test(body)) {
    return make('model.balance', '的余额用完了', '到服务商那里充值，或者在模型页换一个模型')
  }
  if (status === 401 && target.apiKey === '') {
    return make('model.auth', '要 Key 才能用', `在模型页给「${target.title}」填上 Key`)
  }
  if (status === 401) {
    return make('model.auth', '不认这个 Key', `在模型页重新填「${target.title}」的 Key，注意不要少抄或多抄`)
  }
  if (filtered.test(body)) {
    return make('model.filtered', '觉得内容不合适，没有回答', '换个说法，或者在模型页换一个模型')
  }
  if (status === 403) {
    const where = /region|country|territory|location|地区/i.test(body)
    return where
      ? make('model.auth', '在这个地区不能用', '给它设一个代理，或者换一家服务商')
      : make('model.auth', '不让用', 'Key 没有它的权限，或者这个地区不能用；到服务商那里看看')
  }
  if (status === 404 || status === 405) {
    return make('model.not-found', '没有找到', addressHint(target) ?? nameHint(target))
  }
  if (status === 408) return make('model.timeout.server', '自己等超时了', '再试一次，或者换一个模型')
  if (status === 413) {
    return make('model.too-large', '嫌这次请求太大', '清空这个聊天，或把「历史长度」调小；图片也少发几张')
  }
  if (status === 429) {
    const wait = retryAfter === null ? '过一会儿再试' : `${retryAfter} 秒后再试`
    return make('model.rate-limit', '说请求太多了', `${wait}；常常这样的话，在模型页把「并发」调小`)
  }
  if (status >= 502 && status <= 504 && target.proxy !== '') {
    const hint = '多半过一会儿就好；一直这样的话，看看代理能不能连到它'
    return make('model.server', `或者代理 ${target.proxy} 出错了`, hint)
  }
  if (status === 503 || status === 529) {
    return make('model.server', '那边太忙了', '多半过一会儿就好；也可以在模型页换一个模型')
  }
  if (status >= 500) return make('model.server', '那边出错了', '多半过一会儿就好；也可以在模型页换一个模型')
  return make('model.bad-request', '不接受这次请求', requestHint(body))
}

const emptyBalance = /insufficient[_ ](\w+[_ ])?(quota|balance|credit|funds)|arrearage|余额不足|欠费/i
const filtered =
  /content_?filter|data_inspection_failed|datainspectionfailed|content_policy|sensitive_words|risk_control|content exists risk|敏感|违规/i

/** The problem behind a broken exchange; null for what is none of its business (a bug of ours). */
export function brokenProblem(target: CallTarget, error: unknown, connectSeconds: number): ModelError | null {
  const code = errorCode(error)
  const make = (problem: string, what: string, hint: string) =>
    new ModelError(
      { code: problem, message: `${who(target)}${what}（${address(target)}）`, hint, detail: code },
      {},
      { cause: error },
    )

  if (target.proxy !== '' && (code === 'ERR_PROXY_LOGIN' || code === 'ERR_PROXY')) {
    return code === 'ERR_PROXY_LOGIN'
      ? make(
          'model.proxy-login',
          `走的代理 ${target.proxy} 要登录，或者登录不对`,
          '在模型页填代理的用户名和密码',
        )
      : make(
          'model.proxy',
          `连不上：代理 ${target.proxy} 没有接通它`,
          '看看代理能不能用，是不是 http 和 socks5 写反了',
        )
  }
  if (target.proxy !== '' && unreachable.test(code)) {
    return make(
      'model.proxy',
      `的代理连不上：${target.proxy}`,
      '看看代理开了没有，地址和端口对不对；不用代理就把它清空',
    )
  }
  if (error instanceof ConnectTimeout || code === 'ETIMEDOUT') {
    return make(
      'model.timeout.connect',
      `等了 ${connectSeconds} 秒还没有连上`,
      '检查网络和地址，或者稍后再试',
    )
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return make('model.dns', '的地址找不到', '检查地址有没有写错，这台电脑能不能上网')
  }
  if (/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EACCES)$/.test(code)) {
    const local = isLoopback(hostname(target))
    return make('model.refused', '连不上', local ? '这台电脑上的模型服务没有开，先启动它' : '检查地址和端口')
  }
  if (/^(CERT_|ERR_TLS|ERR_SSL|EPROTO|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/.test(code)) {
    return make(
      'model.tls',
      '的安全连接建立不起来',
      '检查电脑的时间和代理；本机的服务多半要写 http:// 而不是 https://',
    )
  }
  if (/^(ECONNRESET|EPIPE|ECONNABORTED)$/.test(code)) return cutProblem(target, error)
  if (error instanceof RangeError && error.message === endlessLine) {
    return make(
      'model.bad-answer',
      '回的内容没完没了，不是模型的接口',
      '检查地址是不是服务商写的「OpenAI 兼容」地址',
    )
  }
  if (code.startsWith('HPE_')) {
    return make('model.bad-answer', '回的不是 HTTP', '检查端口，以及地址该用 http:// 还是 https://')
  }
  if (code === 'ERR_INVALID_URL') return make('model.not-found', '的地址写得不对', '在模型页改正地址')
  return null
}

const unreachable = /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|ENOTFOUND|EAI_AGAIN|ETIMEDOUT)$/

/** The connection ended before the answer did. */
export function cutProblem(target: CallTarget, cause?: unknown): ModelError {
  return new ModelError(
    {
      code: 'model.cut',
      message: `${who(target)}说到一半，连接断了（${address(target)}）`,
      hint: '再试一次；常常这样的话，检查网络和代理',
    },
    {},
    { cause },
  )
}

/** The answer is longer than any that somebody reads. */
export function endlessProblem(target: CallTarget): ModelError {
  return new ModelError({
    code: 'model.endless',
    message: `${who(target)}说个没完，已经叫它停下（${address(target)}）`,
    hint: '再问一次；常常这样的话，给它设「回答上限」，或者换一个模型',
  })
}

export function lateProblem(target: CallTarget, kind: LimitKind, seconds: number): ModelError {
  const what =
    kind === 'first-token' ? `等了 ${seconds} 秒还没有开始回答` : `说到一半，${seconds} 秒没有再说下去`
  return new ModelError({
    code: `model.timeout.${kind}`,
    message: `${who(target)}${what}（${address(target)}）`,
    hint: '再试一次，换一个模型，或者在模型页把等待时间调长',
  })
}

/**
 * Something came, but not what the interface promises. `body` as it came.
 * @param within true when it came in the middle of an answer: then the next one may be whole.
 */
export function badAnswerProblem(target: CallTarget, body: string, within = false): ModelError {
  const page = isPage(body)
  return new ModelError(
    {
      code: 'model.bad-answer',
      message: `${who(target)}回的${page ? '是一个网页' : '内容读不懂'}，不是模型的接口（${address(target)}）`,
      hint: addressHint(target) ?? '检查地址是不是服务商写的「OpenAI 兼容」地址',
      detail: wordsFor(target, body),
    },
    { passing: within },
  )
}

function wordsFor(target: CallTarget, body: string): string {
  return vendorWords(body, target.apiKey, ...target.headerValues)
}

/** Whether a text is an HTML page. */
export function isPage(body: string): boolean {
  return /^\s*<(!doctype|html)/i.test(body)
}

/** Address as it may be shown: without user, password and query. */
function withoutSecrets(url: string): string {
  if (!URL.canParse(url)) return ''
  const { origin, pathname } = new URL(url)
  return `${origin}${pathname}`.replace(/\/+$/, '')
}

function addressHint(target: CallTarget): string | null {
  const shown = withoutSecrets(target.baseUrl)
  const [first = shown, other] = addressesOf(shown)
  if (first !== shown) return `地址只写到前面为止，试试 ${first}`
  return other === undefined ? null : `地址可能少了 /v1，试试 ${other}`
}

function nameHint(target: CallTarget): string {
  if (target.model === null) return '检查地址是不是服务商写的「OpenAI 兼容」地址'
  return `检查模型名：在模型页点「获取列表」，看有没有 ${target.model}`
}

function requestHint(body: string): string {
  if (/context|too long|maximum.{0,20}token|超长|长度/i.test(body))
    return '内容太长了：清空这个聊天，或把「历史长度」调小'
  if (/\btools?\b|function/i.test(body)) return '这个模型可能不会用工具：在模型页关掉它的「工具」'
  return '看详情里服务商怎么说；也可以在模型页换一个模型'
}

/** Google writes it into the body instead of a header. */
const delayInBody = /"retryDelay":\s*"(\d+(?:\.\d+)?)s"/

function retrySeconds({ retryAfter, body }: Refusal, now: number): number | null {
  const given = retryAfter ?? delayInBody.exec(body)?.[1]
  if (!given) return null
  const seconds = /^\d+(\.\d+)?$/.test(given) ? Number(given) : (Date.parse(given) - now) / 1000
  return Number.isFinite(seconds) ? Math.max(1, Math.ceil(seconds)) : null
}

function who(target: CallTarget): string {
  return target.model === null ? `「${target.title}」` : `「${target.title}」的 ${target.model} `
}

function address(target: CallTarget): string {
  return URL.canParse(target.baseUrl) ? new URL(target.baseUrl).host : '地址无效'
}

function hostname(target: CallTarget): string {
  return URL.canParse(target.baseUrl) ? new URL(target.baseUrl).hostname.replace(/^\[|\]$/g, '') : ''
}

function errorCode(error: unknown): string {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined
  return typeof code === 'string' ? code : ''
}
