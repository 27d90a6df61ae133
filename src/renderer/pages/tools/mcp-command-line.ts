/** A command as it is typed in a shell, in its parts. */
export interface CommandLine {
  command: string
  args: string[]
  env: Record<string, string>
}

/**
 * Cuts a command line into its words: quotes hold words together, variables may stand in front. Null when it is none:
 * it is empty, a quote is not closed, or it begins with what no command begins with.
 * @param anyWord whether the first word may be anything, as in arguments alone.
 */
export function readCommandLine(line: string, anyWord = false): CommandLine | null {
  const words = wordsOf(line.replace(/^\$\s+/, ''))
  if (!words) return null
  const first = words.findIndex((word) => anyWord || !/^[A-Za-z_]\w*=/.test(word))
  const command = words[first]
  if (command === undefined || (!anyWord && !/^[\w./~\\:-][\w .()/~\\:@+-]*$/.test(command))) return null
  const env = Object.fromEntries(
    words.slice(0, first).map((word) => {
      const at = word.indexOf('=')
      return [word.slice(0, at), word.slice(at + 1)]
    }),
  )
  return { command, args: words.slice(first + 1), env }
}

function wordsOf(line: string): string[] | null {
  const words: string[] = []
  let word: string | null = null
  let quote = ''
  for (const char of line) {
    if (quote !== '' && char === quote) quote = ''
    else if (quote !== '') word = (word ?? '') + char
    else if (char === '"' || char === "'") {
      quote = char
      word ??= ''
    } else if (/\s/.test(char)) {
      if (word !== null) words.push(word)
      word = null
    } else word = (word ?? '') + char
  }
  if (quote !== '') return null
  return word === null ? words : [...words, word]
}
