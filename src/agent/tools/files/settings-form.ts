import { isRecord } from '../../kernel/record.ts'

type Schema = Readonly<Record<string, unknown>>

/** What a module exports as `settings`, as plain JSON; null when it has none or it cannot be a form. */
export function settingsOf(exported: unknown): Schema | null {
  if (exported === undefined) return null
  try {
    const schema: unknown = JSON.parse(JSON.stringify(exported))
    if (isRecord(schema) && schema.type === 'object' && isRecord(schema.properties)) return schema
  } catch {
    // The sentence below says it all.
  }
  process.stderr.write('settings 要是 { type: "object", properties: {…} } 这样的 JSON Schema，现在没有用上\n')
  return null
}

/** The values of a form, with the usual ones in place of those that were never set. A copy: code may change it. */
export function withDefaults(form: Schema | null, values: Schema): Record<string, unknown> {
  const properties = Object.entries((form?.properties ?? {}) as Record<string, unknown>)
  const usual = properties.flatMap(([name, schema]) =>
    isRecord(schema) && schema.default !== undefined ? [[name, schema.default] as const] : [],
  )
  return structuredClone({ ...Object.fromEntries(usual), ...values })
}
