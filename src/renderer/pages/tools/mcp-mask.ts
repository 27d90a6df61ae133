/** What stands in the place of a key. */
export const hidden = '••••••'
/** Names that stand for something secret. */
const secretName = /(?:key|token|secret|password|passwd)$/i
/** A key by its own looks, as those of models are. */
const bareKey = /\bsk-[\w-]{6,}/g

/** Arguments of a program with all that looks like a key hidden: after `--api-key`, in `TOKEN=…`, `sk-…`. */
export function maskedArguments(args: readonly string[]): string[] {
  return args.map((word, index) => {
    const flag = args[index - 1] ?? ''
    const isValue = /^--?[\w-]+$/.test(flag) && secretName.test(flag) && !/^--\w/.test(word)
    return isValue && word !== '' ? hidden : maskedWord(word)
  })
}

/** An address with the keys of its query and a password hidden. */
export function maskedUrl(url: string): string {
  return url
    .replace(/^([a-z]+:\/\/[^/@:\s]*):[^/@\s]+@/i, `$1:${hidden}@`)
    .replace(/([?&#])([^=&#]+)=([^&#]+)/g, (whole, before: string, name: string) =>
      secretName.test(name) ? `${before}${name}=${hidden}` : whole,
    )
    .replace(bareKey, hidden)
}

function maskedWord(word: string): string {
  if (/^[a-z]+:\/\//i.test(word)) return maskedUrl(word)
  const [, name = ''] = /^([\w-]+)=./.exec(word) ?? []
  return secretName.test(name) ? `${name}=${hidden}` : maskedUrl(word)
}
