/** What SillyTavern has a variable for as well. */
const theirs: readonly [ours: string, theirs: string][] = [
  ['{机器人名}', '{{char}}'],
  ['{昵称}', '{{user}}'],
  ['{时间}', '{{time}}'],
]

/** Our variables as SillyTavern writes them. */
export function toTavern(text: string): string {
  return theirs.reduce((so, [ours, other]) => so.replaceAll(ours, other), text)
}

/**
 * Their variables as we write them. Comments go; so does `{{original}}`, which stands for the prompt of the program:
 * here that is always part of the request.
 */
export function fromTavern(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/\{\{char\}\}|<bot>/gi, '{机器人名}')
    .replace(/\{\{user\}\}|<user>/gi, '{昵称}')
    .replace(/\{\{(?:time|date)\}\}/gi, '{时间}')
    .replace(/\{\{original\}\}|\{\{\/\/[^{}]*\}\}/gi, '')
    .trim()
}

/** Talk as an example: whoever is spoken to there is nobody in particular. */
export function examplesFrom(text: string): string {
  const talks = text.replace(/\{\{user\}\}|<user>/gi, '对方').split(/<start>/i)
  return talks
    .map(fromTavern)
    .filter((talk) => talk !== '')
    .join('\n\n')
}

/** The first few of their macros that a text still has; nobody will fill them in. */
export function macrosIn(text: string): string[] {
  const found = new Set<string>()
  for (const [macro] of text.matchAll(/\{\{[^{}\n]{1,30}/g)) {
    if (!/^\{\{(?:char|user)$/i.test(macro)) found.add(`${macro}}}`)
    if (found.size === 3) break
  }
  return [...found]
}
