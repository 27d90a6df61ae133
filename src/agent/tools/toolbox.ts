import { createHash } from 'node:crypto'
import type { Problem } from '../../shared/problem.ts'
import { RiskMatrix } from '../../shared/tools.ts'
import { isOffered, type Policy } from './permission.ts'
import type { Tool, ToolDescription } from './tool.ts'

/** A tool that cannot be offered, and why. */
export interface FaultyTool {
  readonly name: string
  readonly problem: Problem
}

/** A tool that there is, whether or not models hear of it. */
export interface ToolEntry {
  readonly tool: Tool
  /** Why it is not offered: another has its name. */
  readonly problem: Problem | null
}

/** What one turn can call. It stays as it is while the turn runs, whatever is loaded meanwhile. */
export interface Offer {
  readonly descriptions: readonly ToolDescription[]
  /** The same as text; '' for none. */
  readonly text: string
  /** Stands for the text, to see whether it has changed. */
  readonly digest: string
  readonly policy: Policy
  /** The tool of this name; null when there is none, also when it is not offered. */
  find(name: string): Tool | null
  /** Whether there is a tool of this name that is switched off here. */
  isOff(name: string): boolean
  title(name: string): string
}

interface Source {
  readonly tools: readonly Tool[]
  readonly faulty: readonly FaultyTool[]
}

/** Of what stands first, the name counts: what is built in cannot be replaced by a file or a server. */
const order = ['built-in', 'file', 'mcp']

/** All tools there are, from whatever source, and what of them a chat is offered. */
export class Toolbox {
  readonly #sources = new Map<string, Source>()
  readonly #changed: () => void
  #entries: ToolEntry[] = []
  #byName = new Map<string, Tool>()
  /** Chats mostly share their rules: one offer a kind of chat serves them all until something changes. */
  #offers = new WeakMap<object, Map<Policy['kind'], Offer>>()

  /** @param changed called after each change. */
  constructor(changed: () => void = () => undefined) {
    this.#changed = changed
  }

  /** For where tools are switched off. */
  readonly nothing: Offer = {
    descriptions: [],
    text: '',
    digest: '',
    policy: { rules: {}, matrix: RiskMatrix.parse(undefined), options: {} },
    find: () => null,
    isOff: (name) => this.#byName.has(name),
    title: (name) => this.#byName.get(name)?.title ?? name,
  }

  /** Every tool, in the order models see; of two with one name the second has a problem. */
  get entries(): readonly ToolEntry[] {
    return this.#entries
  }

  /** Tools that cannot be used at all, such as those with an invalid schema. */
  get faulty(): readonly (FaultyTool & { readonly source: string })[] {
    return [...this.#sources].flatMap(([source, { faulty }]) => faulty.map((one) => ({ ...one, source })))
  }

  /** The tool of this name, offered or not. */
  get(name: string): Tool | null {
    return this.#byName.get(name) ?? null
  }

  /**
   * Replaces all tools of a source; with none it is gone.
   * @param source `built-in`, `file:<name>` or `mcp:<id>`.
   */
  setSource(source: string, tools: readonly Tool[], faulty: readonly FaultyTool[] = []): void {
    if (tools.length === 0 && faulty.length === 0) this.#sources.delete(source)
    else this.#sources.set(source, { tools, faulty })
    const sorted = [...this.#sources].sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1))
    const owners = new Map<string, Tool>()
    this.#entries = sorted.flatMap(([, { tools: some }]) =>
      some.map((tool) => {
        const owner = owners.get(tool.name)
        if (!owner) owners.set(tool.name, tool)
        return { tool, problem: owner ? sameName(tool, owner) : null }
      }),
    )
    this.#byName = owners
    this.#offers = new WeakMap()
    this.#changed()
  }

  /** What a chat with these rules is offered, in an order that stays the same: vendors cache it. */
  offer(policy: Policy): Offer {
    const offers = this.#offers.get(policy.rules) ?? new Map<Policy['kind'], Offer>()
    const known = offers.get(policy.kind)
    if (known && known.policy.matrix === policy.matrix && known.policy.options === policy.options)
      return known
    const offer = this.#makeOffer(policy)
    this.#offers.set(policy.rules, offers.set(policy.kind, offer))
    return offer
  }

  #makeOffer(policy: Policy): Offer {
    const all = this.#byName
    const offered = new Map([...all].filter(([, tool]) => isOffered(tool, policy)))
    const descriptions = [...offered.values()].map(({ name, description, parameters }) => ({
      name,
      description,
      parameters,
    }))
    const text = JSON.stringify(descriptions)
    return {
      descriptions,
      text,
      digest: createHash('sha1').update(text).digest('base64'),
      policy,
      find: (name) => offered.get(name) ?? null,
      isOff: (name) => all.has(name) && !offered.has(name),
      title: (name) => all.get(name)?.title ?? name,
    }
  }
}

function place(source: string): number {
  return order.indexOf(source.split(':')[0] ?? '')
}

function sameName(tool: Tool, owner: Tool): Problem {
  return {
    code: 'tools.same-name',
    message: `「${tool.name}」和另一个工具重名，用的是${whereFrom(owner)}的那个`,
    hint: '给其中一个改名',
  }
}

function whereFrom({ source }: Tool): string {
  if (source.kind === 'built-in') return '自带'
  return source.kind === 'file' ? `文件 ${source.file} ` : `MCP 服务器 ${source.server} `
}
