import { chatKey } from '../../shared/chat-address.ts'
import type { Config } from '../../shared/config.ts'
import type { ToolTrial } from '../../shared/ipc.ts'
import { sandboxSelfId } from '../../shared/sandbox.ts'
import type { Images } from '../images/images.ts'
import { ProblemError } from '../kernel/problem.ts'
import type { ChatRecord } from '../storage/chats.ts'
import type { Storage } from '../storage/storage.ts'
import { type CallResult, type RunParts, runCall } from '../tools/run-call.ts'
import { type Tool, type ToolContext, ToolError } from '../tools/tool.ts'
import type { Toolbox } from '../tools/toolbox.ts'
import { shownArguments } from './shown-arguments.ts'
import { toolStore } from './tool-contexts.ts'

export interface ToolTrialParts extends RunParts {
  readonly storage: Storage
  readonly toolbox: Toolbox
  readonly images: Pick<Images, 'add'>
  botConfig(): Config
  /** The call began to run (1) or ended (-1). */
  counted(by: 1 | -1): void
}

const everything = { owner: 'allow', trusted: 'allow', member: 'allow' } as const
const openMatrix = { green: everything, yellow: everything, red: everything }

/**
 * Runs a tool once for whoever sits at the panel, in the owner's name and in no real chat: what it says is only told
 * here. Throws a ProblemError `unknown` for a tool that is not there.
 */
export async function toolTrial(
  parts: ToolTrialParts,
  name: string,
  input: Record<string, unknown>,
  signal: AbortSignal,
): Promise<ToolTrial> {
  const { storage, toolbox, clock, counted } = parts
  const tool = toolbox.get(name)
  if (!tool) throw noTool(name)
  const said: string[] = []
  const chat = trialChat(storage)
  const args = JSON.stringify(input)
  const row = storage.toolCalls.add({
    at: clock.now(),
    name,
    chatId: null,
    turnId: null,
    round: 0,
    place: 0,
    senderName: '面板',
    arguments: shownArguments(args, 2000),
  })
  const start = clock.monotonic()
  counted(1)
  const result = await runCall(parts, {
    name,
    arguments: args,
    offer: toolbox.offer({
      rules: { [name]: { enabled: true, ...everything } },
      matrix: openMatrix,
      options: parts.config().options,
    }),
    context: trialContext(parts, { tool, chat, said, signal }),
    approve: async () => 'allowed',
    started: async () => undefined,
  }).finally(() => counted(-1))
  const ms = clock.monotonic() - start
  const pictures = await keepPictures(parts, result, chat)
  storage.toolCalls.end(row, { state: result.state, result: result.text, pictures, ms, at: clock.now() })
  return { text: result.text, failed: result.state !== 'done', ms: Math.round(ms), pictures, said }
}

function keepPictures(
  { images }: ToolTrialParts,
  { pictures }: CallResult,
  { id, title }: ChatRecord,
): Promise<string[]> {
  return Promise.all(pictures.map((bytes) => images.add(Buffer.from(bytes), { id, title })))
}

function trialContext(
  { storage, clock, botConfig }: ToolTrialParts,
  { tool, chat, said, signal }: { tool: Tool; chat: ChatRecord; said: string[]; signal: AbortSignal },
): ToolContext {
  const owner = botConfig().sandbox.people.find(({ role }) => role === 'owner')
  return {
    chat: { id: chat.id, address: chat.address, title: chat.title },
    caller: {
      id: owner?.id ?? chat.address.id,
      name: owner?.name ?? '我',
      role: 'owner',
      chatRole: 'owner',
      groupRole: null,
    },
    turnId: null,
    now: () => new Date(clock.now()),
    signal,
    send: {
      text: async (text) => void said.push(text),
      picture: async (bytes) => void said.push(`[图片，${bytes.byteLength} 字节]`),
      file: async (name, bytes) => void said.push(`[文件：${name}，${bytes.byteLength} 字节]`),
    },
    store: toolStore(storage, tool.name, chat.id),
    group: nowhere,
    prompt: { get: () => '', set: (text) => void said.push(`[提示词改成：${text}]`) },
    ask: async ({ text }) => {
      said.push(text)
      return { kind: 'cancelled' }
    },
    note: (text) => void said.push(text),
  }
}

/** What it remembers is kept apart from that of real chats. */
function trialChat({ chats }: Storage): ChatRecord {
  const address = {
    selfId: sandboxSelfId,
    kind: 'private',
    id: '90001',
    key: chatKey('private', '90001'),
  } as const
  return chats.at(address, null)
}

/** There is no QQ behind a trial. */
const nowhere: ToolContext['group'] = new Proxy({} as ToolContext['group'], {
  get: (_target, name) =>
    name === 'selfId' ? sandboxSelfId : name === 'askedMessageId' ? null : () => Promise.reject(noQQ()),
})

function noQQ(): ToolError {
  return new ToolError('试运行时没有 QQ，去「试聊」或真的群里试')
}

function noTool(name: string): ProblemError {
  return new ProblemError({
    code: 'tools.unknown',
    message: `没有叫「${name}」的工具`,
    hint: '可能刚被删掉，刷新一下看看',
  })
}
