/** Anything shorter would be found by chance in ordinary words. */
const shortest = 4
/** Of a shorter one the beginning tells too little to be looked for. */
const shortestCut = 8

/**
 * What takes secrets out of lines: each of them, each line of one that has several, and the beginning of one where a
 * line was cut.
 */
export function masking(secrets: readonly string[]): (line: string) => string {
  const words = secrets
    .flatMap((secret) => [secret, ...secret.split(/\r?\n/)])
    .filter(({ length }) => length >= shortest)
    // One may be part of a longer one, of which the rest would stay.
    .sort((one, other) => other.length - one.length)
  return (line) => {
    const whole = words.reduce((told, one) => told.replaceAll(one, '***'), line)
    const begun = Math.max(0, ...words.map((one) => begunAtEnd(whole, one)))
    return begun === 0 ? whole : `${whole.slice(0, -begun)}***`
  }
}

/** How much of a secret a line ends with. */
function begunAtEnd(line: string, secret: string): number {
  if (secret.length < shortestCut) return 0
  for (let length = Math.min(secret.length - 1, line.length); length >= shortest; length--)
    if (line.endsWith(secret.slice(0, length))) return length
  return 0
}
