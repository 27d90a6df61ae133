const begin = '<!-- results: written by `npm run bench -- --write` -->'
const end = '<!-- end of results -->'

/** The page with the text between its two marks replaced. Throws when the marks are not there. */
export function withResults(page: string, results: string): string {
  const from = page.indexOf(begin)
  const to = page.indexOf(end)
  if (from < 0 || to < from) throw new Error(`The page needs the marks ${begin} and ${end}`)
  return `${page.slice(0, from)}${begin}\n\n${results}\n\n${page.slice(to)}`
}
