const names = ['<think>', '<thinking>', '<|thinking|>', '<|think|>', '[思考]'] as const
const marks = names.map((open) => ({ open, close: `${open.slice(0, 1)}/${open.slice(1)}` }))

/**
 * Takes a model's thinking out of its answer. A block that is never closed goes to the end; what stands before a
 * closing mark without an opening one was thinking as well (some servers swallow the opening mark).
 */
export function removeThinking(text: string): { text: string; thinking: string } {
  const thinking: string[] = []
  let rest = text
  for (const { open, close } of marks) {
    for (;;) {
      const lower = rest.toLowerCase()
      const end = lower.indexOf(close)
      const start = lower.indexOf(open)
      if (start >= 0 && (end < 0 || start < end)) {
        const stop = lower.indexOf(close, start + open.length)
        thinking.push(rest.slice(start + open.length, stop < 0 ? undefined : stop))
        rest = rest.slice(0, start) + (stop < 0 ? '' : rest.slice(stop + close.length))
      } else if (end >= 0) {
        thinking.push(rest.slice(0, end))
        rest = rest.slice(end + close.length)
      } else break
    }
  }
  return { text: rest.trim(), thinking: thinking.map((part) => part.trim()).join('\n') }
}
