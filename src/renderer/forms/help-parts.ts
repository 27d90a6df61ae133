/** A piece of a help text; `page` is set where it names one. */
export interface HelpPart {
  text: string
  page?: string
}

/** Cuts a help text at 「…」 that names a page or something on one. */
export function helpParts(text: string, pages: ReadonlyMap<string, string>): HelpPart[] {
  const parts: HelpPart[] = []
  let from = 0
  for (const found of text.matchAll(/「([^「」]+)」/g)) {
    const page = pages.get(found[1] ?? '')
    if (page === undefined) continue
    if (found.index > from) parts.push({ text: text.slice(from, found.index) })
    parts.push({ text: found[0], page })
    from = found.index + found[0].length
  }
  if (from < text.length) parts.push({ text: text.slice(from) })
  return parts
}
