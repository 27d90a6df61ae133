import type { ChatCompletionCreateParamsStreaming, ChatCompletionMessageParam } from 'openai/resources/chat'
import type { ModelMessage, ModelRequest, ToolCall } from '../chat-model.ts'
import type { Dialect } from '../dialects.ts'

/** The body of a streamed chat completion. */
export function convertRequest(
  model: string,
  request: ModelRequest,
  dialect: Dialect,
): ChatCompletionCreateParamsStreaming {
  const { temperature, maxOutputTokens } = request
  const tools = dialect.tools ? request.tools : []
  return {
    model,
    stream: true,
    ...(dialect.streamOptions ? { stream_options: { include_usage: true } } : {}),
    messages: adapted(request.messages, dialect).map((message) => convertMessage(message, dialect)),
    ...(tools.length > 0
      ? { tools: tools.map((tool) => ({ type: 'function' as const, function: { ...tool } })) }
      : {}),
    ...(temperature === undefined || !dialect.temperature ? {} : { temperature }),
    ...(maxOutputTokens === undefined || dialect.maxTokensField === null
      ? {}
      : { [dialect.maxTokensField]: maxOutputTokens }),
  }
}

function adapted(messages: readonly ModelMessage[], dialect: Dialect): readonly ModelMessage[] {
  let fitting = messages
  if (!dialect.tools) fitting = withoutTools(fitting)
  if (dialect.system === 'user') fitting = withoutSystem(fitting)
  return dialect.alternating ? joinNeighbours(fitting) : fitting
}

/** Calls of tools and their results as plain words, for models that have never heard of tools. */
function withoutTools(messages: readonly ModelMessage[]): ModelMessage[] {
  return messages.flatMap((message): ModelMessage[] => {
    if (message.role === 'tool') return [{ role: 'user', content: `（工具的结果）${message.content}` }]
    if (message.role !== 'assistant' || !message.toolCalls?.length) return [message]
    return message.content === '' ? [] : [{ role: 'assistant', content: message.content }]
  })
}

/** The instructions as the beginning of what is said first. */
function withoutSystem(messages: readonly ModelMessage[]): ModelMessage[] {
  const instructions = messages.filter(({ role }) => role === 'system').map(({ content }) => content)
  if (instructions.length === 0) return [...messages]
  const rest = messages.filter(({ role }) => role !== 'system')
  const [first] = rest
  const content = instructions.join('\n\n')
  return first?.role === 'user'
    ? [{ ...first, content: `${content}\n\n${first.content}` }, ...rest.slice(1)]
    : [{ role: 'user', content }, ...rest]
}

function joinNeighbours(messages: readonly ModelMessage[]): ModelMessage[] {
  const result: ModelMessage[] = []
  for (const message of messages) {
    const last = result.at(-1)
    const one = last && joined(last, message)
    if (one) result[result.length - 1] = one
    else result.push(message)
  }
  return result
}

function joined(first: ModelMessage, second: ModelMessage): ModelMessage | null {
  const content = `${first.content}\n${second.content}`
  if (first.role === 'user' && second.role === 'user') {
    const images = [...(first.images ?? []), ...(second.images ?? [])]
    return { role: 'user', content, ...(images.length > 0 ? { images } : {}) }
  }
  if (first.role !== 'assistant' || second.role !== 'assistant') return null
  // What was called is followed by its results; nothing may come between.
  return first.toolCalls?.length ? null : { ...second, content }
}

function convertMessage(message: ModelMessage, dialect: Dialect): ChatCompletionMessageParam {
  switch (message.role) {
    case 'system':
      return { role: dialect.system, content: message.content }
    case 'user':
      return { role: 'user', content: message.images?.length ? partsOf(message) : message.content }
    case 'tool':
      return { role: 'tool', tool_call_id: message.callId, content: message.content }
    case 'assistant': {
      const calls = message.toolCalls ?? []
      if (calls.length === 0) return { role: 'assistant', content: message.content }
      return {
        role: 'assistant',
        // Some servers refuse an empty string beside tool calls, none refuses null.
        content: message.content || null,
        tool_calls: calls.map(convertCall),
        ...thinkingOf(message.reasoning, dialect),
      }
    }
  }
}

/** The text, then every picture behind the words by which the text calls it. */
function partsOf({ content, images = [] }: Extract<ModelMessage, { role: 'user' }>) {
  return [
    ...(content === '' ? [] : [{ type: 'text' as const, text: content }]),
    ...images.flatMap(({ label, url }) => [
      ...(label === '' ? [] : [{ type: 'text' as const, text: label }]),
      { type: 'image_url' as const, image_url: { url } },
    ]),
  ]
}

/** A vendor that insists takes any text; an empty one counts as missing. */
function thinkingOf(reasoning: string | undefined, dialect: Dialect): { reasoning_content?: string } {
  if (dialect.reasoning === 'never' || (dialect.reasoning === 'given' && !reasoning)) return {}
  return { reasoning_content: reasoning || ' ' }
}

function convertCall(call: ToolCall) {
  return {
    ...(typeof call.vendor === 'object' ? call.vendor : {}),
    id: call.id,
    type: 'function' as const,
    function: { name: call.name, arguments: parsableArguments(call.arguments) },
  }
}

/** Local servers parse the arguments of earlier calls and refuse the whole request when one is not an object. */
function parsableArguments(text: string): string {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? text : '{}'
  } catch {
    return '{}'
  }
}
