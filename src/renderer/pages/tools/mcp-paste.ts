import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser'
import { McpServer } from '../../../shared/tools.ts'
import { readCommandLine } from './mcp-command-line.ts'
import { freeName, guessedName, isRecord, isServer, readEntry, runners, slug, words } from './mcp-entry.ts'

/** Under which names programs keep their servers: Claude and Cursor, VS Code, OpenClaw and Zed. */
const mapNames = ['mcpServers', 'servers', 'mcp_servers', 'context_servers']
/** Of a placeholder that only another program could fill in. */
const placeholder = /\$\{(?:input|env|workspaceFolder|userHome)[^}]*\}/

/**
 * MCP servers out of what people paste: JSON as READMEs have it (with comments, trailing commas, or without the outer
 * braces), one server, an address, or a command line. Names become ids that are valid and unique.
 * @param taken ids that are in use already.
 * @returns servers that can be saved as they are, and in words what was not understood.
 */
export function readMcpPaste(
  text: string,
  taken: readonly string[] = [],
): { servers: McpServer[]; problems: string[] } {
  const paste = new Paste(taken)
  paste.read(unwrapped(text))
  return paste
}

/** Without the fence of Markdown around it. */
function unwrapped(text: string): string {
  const fenced = /```[\w-]*\n([\s\S]*?)```/.exec(text)
  return (fenced?.[1] ?? text).trim()
}

const jsonFaults: Readonly<Record<string, string>> = {
  InvalidSymbol: '有不认识的词，文字要加双引号',
  InvalidNumberFormat: '数字写得不对',
  PropertyNameExpected: '这里要一个加双引号的名字',
  ValueExpected: '这里少了一个值',
  ColonExpected: '名字后面少了冒号',
  CommaExpected: '少了逗号',
  CloseBraceExpected: '少了右花括号 }',
  CloseBracketExpected: '少了右方括号 ]',
  EndOfFileExpected: '后面多了东西',
  InvalidCommentToken: '注释写得不对',
  UnexpectedEndOfComment: '注释没写完',
  UnexpectedEndOfString: '引号没有成对',
  UnexpectedEndOfNumber: '数字没写完',
  InvalidUnicode: '\\u 后面要四位十六进制数',
  InvalidEscapeCharacter: '反斜杠要写两个',
  InvalidCharacter: '有不能直接写的字符',
}

/** What is wrong with JSON, in words. */
function jsonWords({ error }: ParseError): string {
  return jsonFaults[printParseErrorCode(error)] ?? '看看引号、逗号、括号有没有少'
}

class Paste {
  readonly servers: McpServer[] = []
  readonly problems: string[] = []
  readonly #ids: Set<string>

  constructor(taken: readonly string[]) {
    this.#ids = new Set(taken)
  }

  read(text: string): void {
    if (text === '') this.problems.push('什么都没有，把 README 里的那段 JSON 粘贴进来')
    else if (/^https?:\/\/\S+$/i.test(text)) this.#add('', { url: text })
    else if (/^[{["]/.test(text) || /^\/[/*]/.test(text)) this.#readJson(text)
    else this.#readLines(text)
  }

  #readJson(text: string): void {
    const errors: ParseError[] = []
    // READMEs often show an entry without the braces around it.
    const whole = text.startsWith('"') ? `{${text}}` : text
    const value: unknown = parse(whole, errors, { allowTrailingComma: true })
    const [error] = errors
    if (error) {
      const line = whole.slice(0, error.offset).split('\n').length
      this.problems.push(`第 ${line} 行不是完整的 JSON：${jsonWords(error)}；是不是从头到尾都复制了`)
    } else if (Array.isArray(value)) for (const item of value) this.#add('', item)
    else if (!this.#readMap(value)) this.problems.push('里面没有 MCP 服务器：要有 command 或者 url')
  }

  /** False when there is no server in it. */
  #readMap(value: unknown): boolean {
    if (!isRecord(value)) return false
    if (isServer(value)) {
      this.#add('', value)
      return true
    }
    for (const name of mapNames)
      if (Object.hasOwn(value, name) && isRecord(value[name])) {
        for (const [key, entry] of Object.entries(value[name])) this.#add(key, entry)
        return true
      }
    // `{"mcp": {"servers": {…}}}`, and the same without the inner name.
    if (Object.hasOwn(value, 'mcp')) return this.#readMap(value.mcp)
    const entries = Object.entries(value)
    if (!entries.some(([, entry]) => isRecord(entry) && isServer(entry))) return false
    for (const [key, entry] of entries) this.#add(key, entry)
    return true
  }

  #readLines(text: string): void {
    // A line that ends with a backslash goes on.
    const lines = text.replace(/\\\r?\n\s*/g, ' ').split('\n')
    for (const line of lines.map((one) => one.trim()).filter((one) => one !== '' && !one.startsWith('#'))) {
      const parsed = /^https?:\/\/\S+$/i.test(line) ? { url: line } : readCommandLine(line)
      // Any sentence could be a command; these look like one.
      const isOne =
        parsed && ('url' in parsed || runners.test(parsed.command) || /[\\/]|mcp/i.test(parsed.command))
      if (isOne) this.#add('', parsed)
      else this.problems.push(`「${line.slice(0, 60)}」看不懂：要一段 JSON、一个地址，或者一行命令`)
    }
  }

  #add(key: string, entry: unknown): void {
    const called = key ? `「${key}」` : '这一条'
    if (!isRecord(entry) || !isServer(entry)) {
      this.problems.push(`${called}里没有 command，也没有 url`)
      return
    }
    const shape = readEntry(entry)
    const own = words(entry.title) || words(entry.name) || key
    const base = slug(key) || slug(words(entry.name)) || slug(guessedName(shape))
    const server = McpServer.safeParse({
      ...shape,
      id: freeName(base, this.#ids),
      title: own !== '' && own !== base ? own.slice(0, 64) : '',
      enabled: entry.disabled !== true && entry.enabled !== false,
    })
    if (!server.success) {
      const [issue] = server.error.issues
      this.problems.push(`${called}的 ${issue?.path.join('.') ?? ''} 不对：${issue?.message ?? ''}`)
      return
    }
    this.#ids.add(server.data.id)
    this.servers.push(this.#withoutPlaceholders(server.data, called))
  }

  /** Another program would have asked for these, or filled them in; here they are to be typed. */
  #withoutPlaceholders(server: McpServer, called: string): McpServer {
    const slotIn = (value: unknown) => (typeof value === 'string' ? placeholder.exec(value)?.[0] : undefined)
    const emptied = <T extends { name: string; secretValue: unknown }>(named: T[]) =>
      named.map((one) => {
        const slot = slotIn(one.secretValue)
        if (slot === undefined) return one
        this.problems.push(`${called}的 ${one.name} 是个占位（${slot}），要自己填`)
        return { ...one, secretValue: '' }
      })
    const filled: McpServer =
      server.transport === 'stdio'
        ? { ...server, env: emptied(server.env) }
        : { ...server, headers: emptied(server.headers) }
    for (const part of server.transport === 'stdio' ? server.args : [server.url]) {
      const slot = slotIn(part)
      if (slot !== undefined) this.problems.push(`${called}里有占位 ${slot}，要自己改`)
    }
    return filled
  }
}
