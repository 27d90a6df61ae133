import type { ModelRequest } from '../chat-model.ts'
import type { Dialect } from '../dialects.ts'
import type { Refusal } from './errors.ts'

/** A request as it was sent: what it said, and in which dialect. */
export interface Asked {
  readonly request: ModelRequest
  readonly dialect: Dialect
}

/** Something that a refusal may teach. */
interface Lesson {
  /** What is no longer sent, as the panel calls it; '' when nothing is lost. */
  readonly words: string
  /** Whether `said`, in lower case, is about this; only looked at when it was sent. */
  matches(said: string, asked: Asked): boolean
  apply(dialect: Dialect, said: string, asked: Asked): void
}

/** The most telling words first: a refusal teaches one thing. */
const lessons: readonly Lesson[] = [
  {
    words: '',
    matches: (said, { dialect }) =>
      dialect.reasoning !== 'always' &&
      said.includes('reasoning_content') &&
      /missing|must be (passed|provided|included)|required|缺/.test(said),
    apply: (dialect) => {
      dialect.reasoning = 'always'
    },
  },
  {
    words: '',
    matches: (said, { dialect }) => dialect.reasoning !== 'never' && said.includes('reasoning_content'),
    apply: (dialect) => {
      dialect.reasoning = 'never'
    },
  },
  {
    words: '用量',
    matches: (said, { dialect }) => dialect.streamOptions && said.includes('stream_options'),
    apply: (dialect) => {
      dialect.streamOptions = false
    },
  },
  {
    words: '',
    matches: (said, { dialect, request }) =>
      dialect.maxTokensField !== null &&
      request.maxOutputTokens !== undefined &&
      said.includes(dialect.maxTokensField) &&
      !tooMuch.test(said),
    apply: (dialect, said, asked) => {
      const refused = asked.dialect.maxTokensField
      const other = refused === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens'
      dialect.maxTokensField = refused === 'max_tokens' || said.includes(other) ? other : null
      if (dialect.maxTokensField === null) dialect.leftOut.add(longestAnswer)
    },
  },
  {
    words: '回答上限',
    matches: (said, { dialect, request }) =>
      dialect.maxTokensField !== null &&
      request.maxOutputTokens !== undefined &&
      /max_(completion_)?tokens/.test(said) &&
      tooMuch.test(said),
    apply: (dialect) => {
      dialect.maxTokensField = null
    },
  },
  {
    words: '随性程度',
    matches: (said, { dialect, request }) =>
      dialect.temperature && request.temperature !== undefined && said.includes('temperature'),
    apply: (dialect) => {
      dialect.temperature = false
    },
  },
  {
    words: '',
    matches: (said, { dialect }) =>
      !dialect.alternating &&
      /must alternate|consecutive (user|assistant|role)|even index|odd number of messages/.test(said),
    apply: (dialect) => {
      dialect.alternating = true
    },
  },
  {
    words: '',
    matches: (said, { dialect, request }) =>
      dialect.system !== 'user' &&
      request.messages.some(({ role }) => role === 'system') &&
      (/system (role|message|prompt|instruction)s?[^.]{0,60}(not|n't|unsupported)/.test(said) ||
        /(not|n't|unsupported)[^.]{0,40}system (role|message|prompt|instruction)/.test(said) ||
        /role\]? does not support system|developer instruction is not enabled/.test(said)),
    apply: (dialect, said, asked) => {
      const developer = asked.dialect.system === 'system' && said.includes('use developer')
      dialect.system = developer ? 'developer' : 'user'
    },
  },
  {
    words: '工具',
    matches: (said, { dialect, request }) =>
      dialect.tools &&
      request.tools.length > 0 &&
      (/\b(tools?|tool use|tool calling|function calling|functions?)\b[^.]{0,30}(not|n't) (be )?(support|enabled|available)/.test(
        said,
      ) ||
        /(not|n't) support[^.]{0,20}\b(tool|function)s?\b/.test(said) ||
        /no endpoints found that support tool|enable-auto-tool-choice|requires --jinja|不支持.{0,6}(工具|函数)/.test(
          said,
        )),
    apply: (dialect) => {
      dialect.tools = false
    },
  },
]

const longestAnswer = '回答上限'
const tooMuch = /too (large|big|high|many)|range|at most|less than|exceed|maximum|greater than/

/** Statuses with which servers refuse a part of a request; local ones say 500 where their template stumbles. */
const teaching: ReadonlySet<number> = new Set([400, 404, 415, 422, 500, 501])

/** But not the mark within `doesn't`. */
const quotes = /(?<![a-z])['"`\\]+|['"`\\]+(?![a-z])/g

/** Learns from a refusal; true when the request is worth repeating as the dialect now is. */
export function learn(refusal: Refusal, asked: Asked, dialect: Dialect): boolean {
  if (!teaching.has(refusal.status)) return false
  const said = saidIn(refusal.body)
  const lesson = lessons.find((one) => one.matches(said, asked))
  if (!lesson) return false
  lesson.apply(dialect, said, asked)
  if (lesson.words !== '') dialect.leftOut.add(lesson.words)
  return true
}

/** A refusal's text in lower case, without quotation marks and without what it quotes of the request. */
export function saidIn(body: string): string {
  let text = body
  try {
    text = JSON.stringify(JSON.parse(body, (key, value: unknown) => (key === 'input' ? undefined : value)))
  } catch {
    // A page or plain words: taken as they are.
  }
  return (text ?? '').slice(0, 4000).toLowerCase().replace(quotes, '')
}
