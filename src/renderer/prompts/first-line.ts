/** The first line of a text that has something on it, trimmed; '' when there is none. */
export function firstLine(text: string): string {
  return /\S[^\n]*/.exec(text)?.[0].trim() ?? ''
}
