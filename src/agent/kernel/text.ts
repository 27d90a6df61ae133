/** The first `max` UTF-16 units of a text, one less where that would leave half a character at the end. */
export function head(text: string, max: number): string {
  const last = text.charCodeAt(max - 1)
  const cutsPair = last >= 0xd800 && last <= 0xdbff && max < text.length
  return text.slice(0, cutsPair ? max - 1 : max)
}
