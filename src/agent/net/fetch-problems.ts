import { ProblemError } from '../kernel/problem.ts'

/** What is fetched from strangers, as its problems name it. */
export interface FetchKind {
  /** Beginning of the problems' codes, such as `picture`. */
  readonly code: string
  /** As sentences begin with it: 图片. */
  readonly name: string
  /** Sent along, such as `accept`; names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** What to do against a private host, a large body and a slow answer; '' when nothing helps. */
  readonly hints: { readonly private: string; readonly tooLarge: string; readonly slow: string }
}

export function tooManyRedirects({ code, name }: FetchKind, count: number): ProblemError {
  return new ProblemError({
    code: `${code}.redirects`,
    message: `${name}地址跳转了 ${count} 次还没有到头`,
  })
}

export function notWebAddress({ code, name }: FetchKind): ProblemError {
  return new ProblemError({ code: `${code}.address`, message: `${name}的地址不是普通的网址，没有去取` })
}

export function privateHost({ code, name, hints }: FetchKind, { host }: URL): ProblemError {
  return new ProblemError({
    code: `${code}.private`,
    message: `${name}在内网的「${host}」上，没有去取`,
    hint: hints.private,
  })
}

export function tooLarge({ code, name, hints }: FetchKind, bytes: number): ProblemError {
  return new ProblemError({
    code: `${code}.too-large`,
    message: `${name}超过了 ${Math.round(bytes / 100_000) / 10} MB，没有取`,
    hint: hints.tooLarge,
  })
}

export function tooSlow({ code, name, hints }: FetchKind, ms: number): ProblemError {
  return new ProblemError({
    code: `${code}.slow`,
    message: `${name}取了 ${Math.round(ms / 100) / 10} 秒还没有取完，不取了`,
    hint: hints.slow,
  })
}

export function unreachable({ code, name }: FetchKind, { host }: URL, cause: unknown): ProblemError {
  const { code: detail } = cause as NodeJS.ErrnoException
  return new ProblemError(
    {
      code: `${code}.unreachable`,
      message: `${name}的服务器「${host}」连不上`,
      ...(detail !== undefined && { detail }),
    },
    { cause },
  )
}
