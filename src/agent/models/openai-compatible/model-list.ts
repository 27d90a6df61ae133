/** Names in a list as OpenAI, Ollama or a bare array writes it, sorted; null when the text is no such list. */
export function readModelList(text: string): string[] | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  const { data, models } = (value ?? {}) as { data?: unknown; models?: unknown }
  const rows: unknown[] | undefined = [value, data, models].find(Array.isArray)
  if (!rows) return null
  return [...new Set(rows.flatMap(nameOf))].sort()
}

function nameOf(row: unknown): string[] {
  if (typeof row === 'string') return [row]
  const { id, name } = (row ?? {}) as { id?: unknown; name?: unknown }
  if (typeof id === 'string') return [id]
  return typeof name === 'string' ? [name] : []
}
