/** Whether a value is anything in braces. Ask for fields of foreign ones with `Object.hasOwn`, never by their name alone. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
