/** Nobody reads these. A form is not among them: some pages lie in one as a whole. */
const unread = [
  'script, style, noscript, template, iframe, svg, canvas, object, head, nav, dialog, input, select, textarea, button',
  '[hidden], [aria-hidden="true"], [style*="display:none"], [style*="display: none"]',
].join()
const blocks = new Set(
  `ADDRESS ARTICLE ASIDE BLOCKQUOTE DD DIV DL DT FIGCAPTION FIGURE FOOTER HEADER MAIN OL P PRE SECTION TABLE
  UL`.split(/\s+/),
)
/** Elements within elements; what lies deeper is taken as mere text. */
const deepest = 200
const longestLabel = 200
const longestAddress = 500

/** Takes out what is not for reading, for good. */
export function removeUnread(root: ParentNode): void {
  for (const element of root.querySelectorAll(unread)) element.remove()
}

/**
 * A part of a page as plain text: headings as `# …`, list items as `- …`, links as `[text](address)`, rows of tables
 * with `|`. Removes what is not for reading from the page.
 * @param base address that those of links are relative to.
 */
export function plainText(root: Element, base: string): string {
  const pieces: string[] = []
  write(root, { pieces, base, depth: 0, isKept: false })
  return tidy(pieces.join(''))
}

interface Place {
  readonly pieces: string[]
  readonly base: string
  readonly depth: number
  /** Whether white space counts, as in code. */
  readonly isKept: boolean
}

function write(node: Node, place: Place): void {
  const { pieces, isKept, depth } = place
  if (node.nodeType === 3) {
    const text = node.textContent ?? ''
    pieces.push(isKept ? text : text.replace(/\s+/g, ' '))
  } else if (node.nodeType === 1) {
    if (depth > deepest) pieces.push(flat(node))
    else writeElement(node as Element, { ...place, depth: depth + 1 })
  }
}

function writeElement(element: Element, place: Place): void {
  const { pieces } = place
  const name = element.tagName.toUpperCase()
  const inside = (more: Partial<Place> = {}) => {
    for (const child of element.childNodes) write(child, { ...place, ...more })
  }
  if (name === 'BR') pieces.push('\n')
  else if (name === 'A') pieces.push(link(element, place.base))
  else if (/^H[1-6]$/.test(name)) pieces.push('\n\n', '#'.repeat(Number(name[1])), ' ', flat(element), '\n\n')
  else if (name === 'LI' || name === 'TR') {
    pieces.push(name === 'LI' ? '\n- ' : '\n')
    inside()
  } else if (name === 'TD' || name === 'TH') {
    inside()
    pieces.push(' | ')
  } else if (blocks.has(name)) {
    const space = name === 'P' || name === 'PRE' || name === 'TABLE' ? '\n\n' : '\n'
    pieces.push(space)
    inside(name === 'PRE' ? { isKept: true } : {})
    pieces.push(space)
  } else inside()
}

function link(element: Element, base: string): string {
  const label = flat(element).slice(0, longestLabel)
  const href = element.getAttribute('href')?.trim() ?? ''
  if (label === '' || href === '' || href.startsWith('#') || !URL.canParse(href, base)) return label
  const { protocol, href: address } = new URL(href, base)
  if (!/^https?:$/.test(protocol) || address.length > longestAddress) return label
  return label === address ? label : `[${label}](${address})`
}

function flat(node: Node): string {
  return (node.textContent ?? '').replace(/\s+/g, ' ').trim()
}

/** A single space at the beginning of a line comes from between tags; more are the indentation of code. */
function tidy(text: string): string {
  const lines = text.split('\n').map((line) => line.replace(/^ (?=\S)/, '').trimEnd())
  const told = lines.filter((line) => line !== '-')
  return told
    .filter((line, at) => line !== '' || told[at - 1] !== '')
    .join('\n')
    .trim()
}
