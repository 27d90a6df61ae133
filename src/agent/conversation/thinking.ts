const mark = /<(\/?)(?:think|thinking|\|think\||\|thinking\|)>|\[(\/?)思考\]/i
const fence = '`{3}[\\s\\S]*?`{3}'
const inlineCode = '`[^`\\n]+`'

/**
 * Takes a model's thinking out of its answer. A block that is never closed goes to the end; what stands before a
 * closing mark without an opening one was thinking as well (some servers swallow the opening mark). Marks of all
 * kinds count as one: models mix them. A mark that an answer only quotes, as code, stays.
 */
export function removeThinking(text: string): { text: string; thinking: string } {
  const thinking: string[] = []
  const scan = new RegExp(`${fence}|${inlineCode}|${mark.source}`, 'gi')
  let said = ''
  let from = 0
  for (let found = scan.exec(text); found; found = scan.exec(text)) {
    if (found[0].startsWith('`')) continue
    const before = said + text.slice(from, found.index)
    if (isClosing(found)) {
      thinking.push(before)
      said = ''
    } else {
      const block = blockFrom(text, scan.lastIndex)
      thinking.push(text.slice(scan.lastIndex, block.end))
      said = before
      scan.lastIndex = block.next
    }
    from = scan.lastIndex
  }
  return {
    text: (said + text.slice(from)).trim(),
    thinking: thinking.map((part) => part.trim()).join('\n'),
  }
}

/**
 * Where a block ends whose content begins at `from`, and where the answer goes on. Blocks inside of it count; when
 * they do not add up, because a mark was only mentioned, the last closing mark ends it.
 */
function blockFrom(text: string, from: number): { end: number; next: number } {
  const scan = new RegExp(mark, 'gi')
  scan.lastIndex = from
  let block = { end: text.length, next: text.length }
  let depth = 1
  for (let found = scan.exec(text); found && depth > 0; found = scan.exec(text)) {
    depth += isClosing(found) ? -1 : 1
    if (isClosing(found)) block = { end: found.index, next: found.index + found[0].length }
  }
  return block
}

function isClosing(found: RegExpExecArray): boolean {
  return (found[1] ?? found[2]) === '/'
}
