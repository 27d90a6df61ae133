import type { ChatCompletionCreateParamsStreaming, ChatCompletionMessageParam } from 'openai/resources/chat'
import type { ModelMessage, ModelRequest, ToolCall } from '../chat-model.ts'

/** How one endpoint differs from the interface as OpenAI documents it. */
export interface Dialect {
  /** False when the endpoint refuses `stream_options`; it then returns no usage. */
  streamOptions: boolean
  /** True when the endpoint's chat template wants user and assistant in turns; neighbours are then joined. */
  alternating: boolean
  /** OpenAI itself refuses `max_tokens` for its newer models; most others know nothing else. */
  readonly maxTokensField: 'max_tokens' | 'max_completion_tokens'
}

/** The body of a streamed chat completion. */
export function convertRequest(
  model: string,
  request: ModelRequest,
  dialect: Dialect,
): ChatCompletionCreateParamsStreaming {
  return {
    model,
    stream: true,
    ...(dialect.streamOptions ? { stream_options: { include_usage: true } } : {}),
    messages: (dialect.alternating ? joinNeighbours(request.messages) : request.messages).map(convertMessage),
    ...(request.tools.length > 0
      ? { tools: request.tools.map((tool) => ({ type: 'function' as const, function: { ...tool } })) }
      : {}),
    ...(request.temperature === undefined ? {} : { temperature: request.temperature }),
    ...(request.maxOutputTokens === undefined ? {} : { [dialect.maxTokensField]: request.maxOutputTokens }),
  }
}

function joinNeighbours(messages: readonly ModelMessage[]): ModelMessage[] {
  const joined: ModelMessage[] = []
  for (const message of messages) {
    const last = joined.at(-1)
    if (last?.role === 'user' && message.role === 'user') {
      joined[joined.length - 1] = { role: 'user', content: `${last.content}\n${message.content}` }
    } else joined.push(message)
  }
  return joined
}

function convertMessage(message: ModelMessage): ChatCompletionMessageParam {
  switch (message.role) {
    case 'system':
    case 'user':
      return { role: message.role, content: message.content }
    case 'tool':
      return { role: 'tool', tool_call_id: message.callId, content: message.content }
    case 'assistant': {
      const calls = message.toolCalls ?? []
      if (calls.length === 0) return { role: 'assistant', content: message.content }
      // Some servers refuse an empty string beside tool calls, none refuses null.
      return { role: 'assistant', content: message.content || null, tool_calls: calls.map(convertCall) }
    }
  }
}

function convertCall(call: ToolCall) {
  return {
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
