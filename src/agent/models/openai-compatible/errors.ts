import { isLoopback } from '../../../shared/config.ts'
import { ProblemError } from '../../kernel/problem.ts'
import { ConnectTimeout } from '../../net/http.ts'
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
}

/** A refusal: `status`, `Retry-After` (seconds or a date, RFC 9110 §10.2.3) and the body, which may be a page. */
export interface Refusal {
  readonly status: number
  readonly body: string
  readonly retryAfter?: string | null
  readonly location?: string | null
}

/** The problem behind an answer with an error status, or behind an error object inside a stream. */
export function refusedProblem(target: CallTarget, refusal: Refusal, now: number): ProblemError {
  const { status, body } = refusal
  const detail = `HTTP ${status} ${vendorWords(body, target.apiKey)}`.trim()
  const make = (code: string, what: string, hint: string) =>
    new ProblemError({
      code,
      message: `${who(target)}${what}（${status}，${address(target)}）`,
      hint,
      detail,
    })

  if (status >= 300 && status < 400) {
    const to = withoutSecrets(refusal.location ?? '')
    return make('model.bad-answer', '的地址跳到了别处', to ? `把地址改成 ${to} 那边的` : '检查地址')
  }
  if (status === 402 || /insufficient[_ ](quota|balance|credit)|arrearage|余额不足|欠费/i.test(body)) {
    return make('model.balance', '的余额用完了', '到服务商那里充值，或者在模型页换一个模型')
  }
  if (status === 401 && target.apiKey === '') {
    return make('model.auth', '要 Key 才能用', `在模型页给「${target.title}」填上 Key`)
  }
  if (status === 401) {
    return make('model.auth', '不认这个 Key', `在模型页重新填「${target.title}」的 Key，注意不要少抄或多抄`)
  }
  if (status === 403) {
    return make('model.auth', '不让用', 'Key 没有它的权限，或者这个地区不能用；到服务商那里看看')
  }
  if (status === 404 || status === 405) {
    return make('model.not-found', '没有找到', addressHint(target) ?? nameHint(target))
  }
  if (status === 429) {
    const seconds = retrySeconds(refusal.retryAfter, now)
    const wait = seconds === null ? '过一会儿再试' : `${seconds} 秒后再试`
    return make('model.rate-limit', '说请求太多了', `${wait}；常常这样的话，在模型页把「并发」调小`)
  }
  if (status >= 500) return make('model.server', '那边出错了', '多半过一会儿就好；也可以在模型页换一个模型')
  return make('model.bad-request', '不接受这次请求', requestHint(body))
}

/** The problem behind a broken exchange; null for what is none of its business (a bug of ours). */
export function brokenProblem(
  target: CallTarget,
  error: unknown,
  connectSeconds: number,
): ProblemError | null {
  const code = errorCode(error)
  const make = (problem: string, what: string, hint: string) =>
    new ProblemError(
      { code: problem, message: `${who(target)}${what}（${address(target)}）`, hint, detail: code },
      { cause: error },
    )

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
  if (/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/.test(code)) {
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
  if (code.startsWith('HPE_')) {
    return make('model.bad-answer', '回的不是 HTTP', '检查端口，以及地址该用 http:// 还是 https://')
  }
  if (code === 'ERR_INVALID_CHAR') {
    return make(
      'model.auth',
      '的 Key 里有不能用的字',
      `在模型页重新填「${target.title}」的 Key，只留字母、数字和符号`,
    )
  }
  if (code === 'ERR_INVALID_URL') return make('model.not-found', '的地址写得不对', '在模型页改正地址')
  return null
}

/** The connection ended before the answer did. */
export function cutProblem(target: CallTarget, cause?: unknown): ProblemError {
  return new ProblemError(
    {
      code: 'model.cut',
      message: `${who(target)}说到一半，连接断了（${address(target)}）`,
      hint: '再试一次；常常这样的话，检查网络和代理',
    },
    { cause },
  )
}

export function lateProblem(target: CallTarget, kind: LimitKind, seconds: number): ProblemError {
  const what =
    kind === 'first-token' ? `等了 ${seconds} 秒还没有开始回答` : `说到一半，${seconds} 秒没有再说下去`
  return new ProblemError({
    code: `model.timeout.${kind}`,
    message: `${who(target)}${what}（${address(target)}）`,
    hint: '再试一次，换一个模型，或者在模型页把等待时间调长',
  })
}

/** Something came, but not what the interface promises. `body` as it came. */
export function badAnswerProblem(target: CallTarget, body: string): ProblemError {
  const page = /^\s*<(!doctype|html)/i.test(body)
  return new ProblemError({
    code: 'model.bad-answer',
    message: `${who(target)}回的${page ? '是一个网页' : '内容读不懂'}，不是模型的接口（${address(target)}）`,
    hint: addressHint(target) ?? '检查地址是不是服务商写的「OpenAI 兼容」地址',
    detail: vendorWords(body, target.apiKey),
  })
}

/** Address as it may be shown: without user, password and query. */
function withoutSecrets(url: string): string {
  if (!URL.canParse(url)) return ''
  const { origin, pathname } = new URL(url)
  return `${origin}${pathname}`.replace(/\/+$/, '')
}

function addressHint(target: CallTarget): string | null {
  const shown = withoutSecrets(target.baseUrl)
  const full = /\/(chat\/completions|completions|models)$/.exec(shown)
  if (full) return `地址只写到前面为止，试试 ${shown.slice(0, full.index)}`
  return /\/v\d+\w*(\/|$)/.test(shown) ? null : `地址可能少了 /v1，试试 ${shown}/v1`
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

function retrySeconds(header: string | null | undefined, now: number): number | null {
  if (!header) return null
  const seconds = /^\d+(\.\d+)?$/.test(header) ? Number(header) : (Date.parse(header) - now) / 1000
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
