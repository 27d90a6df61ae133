import { type Config, Model, type Provider } from '../../../shared/config.ts'
import type { EditOp } from '../../../shared/ipc.ts'
import { longestPrompt } from '../../../shared/settings.ts'
import { acceptableEdits } from '../acceptable.ts'
import { Fields, type Json, shorten } from '../fields.ts'
import { nothing, type Piece, type Plan, type World } from '../piece.ts'
import { defaultBaseUrl, providerId, providerOps } from './provider.ts'

/** `system.json` of AI_chat: what is behind its root `system`. */
export function systemPiece(file: string, system: Json): Piece {
  return {
    title: '系统设置',
    identity: 'ai-chat/system',
    file,
    rank: 'settings',
    plan: (world) => planSystem(world, system),
  }
}

/** The text it puts at the end of every system prompt; '' when there is none that can be read. */
export function corePromptIn(system: Json): string {
  const context = new Fields(system, '', []).group('context_manager')
  return context?.lines('core_prompt') ?? ''
}

/** What it puts in as an answer where there was none; '' when it does not say. */
export function skippedReplyIn(system: Json): string {
  return new Fields(system, '', []).group('context_manager')?.text('virtual_reply_text') ?? ''
}

interface Notes {
  readonly config: Config
  readonly plan: Plan
  readonly ops: EditOp[]
}

function planSystem(world: World, system: Json): Plan {
  const plan = nothing()
  const fields = new Fields(system, '', plan.faults)
  const notes: Notes = { config: world.config, plan, ops: [] }
  const context = fields.group('context_manager')
  if (context) readContext(context, notes)
  const rules = fields.group('rules_manager')
  if (rules) readRules(rules, notes)
  const turns = fields.group('session_manager')
  if (turns) readTurns(turns, notes)
  const commands = fields.group('essentials_manager')
  if (commands) readCommands(commands, notes)
  leaveRest(fields, notes)
  const { value, ops, faults } = acceptableEdits(world.config, notes.ops)
  world.config = value
  return { ...plan, ops, faults: [...plan.faults, ...faults] }
}

function readContext(context: Fields, notes: Notes): void {
  const core = context.lines('core_prompt') ?? ''
  if (core.length > longestPrompt) context.refuse('core_prompt', `最多 ${longestPrompt} 个字`)
  else if (core !== '')
    set(notes, ['corePrompt'], core, `基础提示词：「${shorten(core)}」，共 ${core.length} 个字`)
  if (core.includes('发言人'))
    notes.plan.leaves.push(
      '基础提示词里说的消息写法（发言人、发言内容）：这里每条消息是一行 JSON，有 id、name、text，把那几句改一改更稳妥',
    )
  readModels(context, notes)
  const rounds = context.number('max_user_messages_per_chat', { min: 1, max: 2000, whole: true })
  if (rounds !== undefined) set(notes, ['defaults', 'history', 'messages'], rounds, `历史条数：${rounds} 条`)
  const tools = context.flag('default_tools_call')
  if (tools !== undefined) set(notes, ['defaults', 'tools'], tools, `工具：${tools ? '开' : '关'}`)
  const reply = context.text('virtual_reply_text') ?? '已跳过此信息'
  if (context.flag('virtual_reply_enabled') && reply.length <= 100)
    set(notes, ['defaults', 'history', 'skippedReply'], reply, `虚拟回复：「${reply}」，只放进请求，不存`)
  if (context.has('cache_inactive_unload_seconds'))
    notes.plan.leaves.push('多久没动静就存盘（cache_inactive_unload_seconds）：每条消息都马上存，用不到')
  notes.plan.leaves.push(...unknownIn(context))
}

function readModels(context: Fields, notes: Notes): void {
  const group = context.group('model')
  // Called a context limit in its document but sent as the limit of an answer, which many services refuse.
  const contextTokens = group?.number('max_tokens', { min: 512, max: 100_000_000, whole: true })
  const temperature = group?.number('temperature', { min: 0, max: 2 })
  if (temperature !== undefined)
    set(notes, ['defaults', 'temperature'], temperature, `随性程度：${temperature}`)
  if (group?.has('stream')) notes.plan.leaves.push('流式（model.stream）：这里总是边想边收，不用设')
  if (group) notes.plan.leaves.push(...unknownIn(group))
  const modes = context.group('chat_mode')
  const defaultModel = context.text('default_model')
  const models = modelList(modes, defaultModel, contextTokens)
  if (models.length === 0) return
  notes.ops.push(...providerOps(notes.config, { models }))
  const known = notes.config.providers.find(({ id }) => id === providerId)
  notes.plan.carries.push(`提供商「AI_chat」：${known?.baseUrl ?? defaultBaseUrl}，模型 ${described(models)}`)
  if (contextTokens !== undefined)
    notes.plan.carries.push(`max_tokens ${contextTokens}：当作模型能读多长，不当回答上限`)
  if (defaultModel && models.some(({ name }) => name === defaultModel))
    set(notes, ['defaults', 'model'], `${providerId}/${defaultModel}`, `默认模型：${defaultModel}`)
}

function modelList(
  modes: Fields | undefined,
  defaultModel: string | undefined,
  contextTokens: number | undefined,
): Model[] {
  const seeing = new Set(modes?.texts('MLLM') ?? [])
  const names = new Set([...(modes?.texts('LLM') ?? []), ...seeing, ...(defaultModel ? [defaultModel] : [])])
  return [...names].slice(0, 500).flatMap((name) => {
    const model = Model.safeParse({ name, vision: seeing.has(name), contextTokens })
    return model.success ? [model.data] : []
  })
}

function described(models: Provider['models']): string {
  const shown = models
    .slice(0, 5)
    .map(({ name, vision }) => `${shorten(name, 60)}${vision ? '（看得懂图）' : ''}`)
  return models.length > 5 ? `${shown.join('、')} 等 ${models.length} 个` : shown.join('、')
}

function readRules(rules: Fields, notes: Notes): void {
  const mode = rules.choice('mode', ['wait', 'all'])
  if (mode) set(notes, ['defaults', 'queueMode'], mode, `排队方式：${mode === 'all' ? '同时' : '一个一个'}`)
  notes.plan.leaves.push(...unknownIn(rules))
}

function readTurns(turns: Fields, notes: Notes): void {
  const most = turns.number('max_sessions', { min: 1, max: 1000, whole: true })
  if (most !== undefined) set(notes, ['inbox', 'maxTurns'], most, `同时回复：最多 ${most} 条`)
  const minutes = turns.number('session_timeout_minutes', { min: 0.1, max: 120 })
  if (minutes !== undefined) set(notes, ['inbox', 'idleMinutes'], minutes, `回答卡住 ${minutes} 分钟就停下`)
  notes.plan.leaves.push(...unknownIn(turns))
}

/** Its switches and the commands behind them. */
const switches = [
  ['enable_model_management', ['模型更换']],
  ['enable_prompt_management', ['设定提示词', '删除提示词']],
  ['enable_tool_management', ['重载']],
] as const

function readCommands(commands: Fields, notes: Notes): void {
  for (const [key, names] of switches) {
    if (commands.flag(key) !== false) continue
    for (const name of names) set(notes, ['commands', name, 'enabled'], false, `指令 #${name}：关掉`)
  }
  if (commands.has('admin_chats'))
    notes.plan.leaves.push(
      '管理员聊天（admin_chats）：那里写的是聊天，不是人，默认还是原作者的号码，所以不带。到「安全与权限」用「认主人」加你自己的 QQ 号',
    )
  notes.plan.leaves.push(...unknownIn(commands))
}

function leaveRest(fields: Fields, { plan }: Notes): void {
  if (fields.has('port_manager'))
    plan.leaves.push('重连间隔和次数（port_manager）：断了会自己一直重连，不用设')
  if (fields.has('tool_manager')) plan.leaves.push('工具的超时（tool_manager）：每个工具有自己的时限')
  plan.leaves.push(...unknownIn(fields))
}

function unknownIn(fields: Fields): string[] {
  return fields.unknown().map((name) => `${name}：不认识这一项`)
}

function set(notes: Notes, path: string[], value: string | number | boolean, sentence: string): void {
  notes.ops.push({ path, set: value })
  notes.plan.carries.push(sentence)
}
