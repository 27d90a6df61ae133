import type { CallFacts } from './protocol.ts'

/** Parameters whose value is ours: a model never sees them, and cannot pretend to be in another chat. */
const filledIn: Readonly<Record<string, 'chatId' | 'sessionId'>> = {
  chat_id: 'chatId',
  chatId: 'chatId',
  session_id: 'sessionId',
  sessionId: 'sessionId',
}

/** Which fact fills this parameter in; null when it is the model's. */
export function factOf(name: string): 'chatId' | 'sessionId' | null {
  return Object.hasOwn(filledIn, name) ? (filledIn[name] ?? null) : null
}

/** The schema as models see it, and the names in it that we fill in. */
export function withoutFilledIn(schema: Readonly<Record<string, unknown>>): {
  schema: Record<string, unknown>
  names: string[]
} {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, unknown>)
  const names = properties.map(([name]) => name).filter((name) => factOf(name) !== null)
  if (names.length === 0) return { schema: { ...schema }, names }
  const shown = properties.filter(([name]) => factOf(name) === null)
  const required = Array.isArray(schema.required)
    ? { required: schema.required.filter((name) => factOf(String(name)) === null) }
    : {}
  return { schema: { ...schema, properties: Object.fromEntries(shown), ...required }, names }
}

/** The input with our values in place of whatever a model put there. */
export function fillIn(
  input: Readonly<Record<string, unknown>>,
  names: readonly string[],
  facts: CallFacts,
): Record<string, unknown> {
  const own = Object.entries(input).filter(([name]) => factOf(name) === null)
  const ours = names.flatMap((name) => {
    const fact = factOf(name)
    return fact ? [[name, facts[fact]] as const] : []
  })
  return Object.fromEntries([...own, ...ours])
}
