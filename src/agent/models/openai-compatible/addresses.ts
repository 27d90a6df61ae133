/**
 * Where the interface may be for an address somebody typed: without what was copied too much, and, where no version
 * stands in it, with `/v1` as the second place to look.
 */
export function addressesOf(typed: string): string[] {
  const base = typed
    .trim()
    .replace(/\/+$/, '')
    .replace(/\/(chat\/completions|completions|models)$/, '')
    .replace(/\/+$/, '')
  return /\/v\d+\w*(\/|$)/.test(base) ? [base] : [base, `${base}/v1`]
}
