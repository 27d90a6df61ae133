import { z } from 'zod'
import { head } from '../../kernel/text.ts'
import { defineTool, type Tool, ToolError } from '../tool.ts'

const longest = 5000
const shown = 100
/** Who may change it by a command may change it by asking. */
const rules = { owner: 'allow', trusted: 'allow', member: 'deny' } as const

const viewPrompt = defineTool({
  name: 'prompt_service_view_prompt',
  title: '看专属提示词',
  group: '提示词',
  risk: 'green',
  timeoutMs: 10_000,
  description: '返回当前聊天的专属提示词（最多 5000 字）。',
  input: z.strictObject({}),
  run(_input, { prompt }) {
    const text = prompt.get()
    if (text === '') return '这个聊天没有专属提示词'
    const part = head(text, longest)
    return part === text ? text : `${part}\n（后面还有 ${text.length - part.length} 字）`
  },
})

const setPrompt = defineTool({
  name: 'prompt_service_set_prompt',
  title: '改专属提示词',
  group: '提示词',
  risk: 'red',
  rules,
  ownChat: true,
  repeatable: true,
  parallel: false,
  timeoutMs: 15_000,
  description: '把当前聊天的专属提示词整个换掉，下一个回答起作用。只在对方明确要求改提示词时用。',
  input: z.strictObject({
    prompt_content: z.string().describe('新的提示词，不能空，最多 5000 字'),
  }),
  run({ prompt_content }, { prompt }) {
    const text = prompt_content.trim()
    if (text === '') throw new ToolError('提示词是空的，没有改；要去掉它就用 prompt_service_delete_prompt')
    if (text.length > longest) {
      throw new ToolError(`提示词有 ${text.length} 字，没有改：最多 ${longest} 字`)
    }
    prompt.set(text)
    const part = head(text, shown)
    return `专属提示词改成了：${part}${part === text ? '' : '…'}`
  },
})

const deletePrompt = defineTool({
  name: 'prompt_service_delete_prompt',
  title: '去掉专属提示词',
  group: '提示词',
  risk: 'red',
  rules,
  ownChat: true,
  repeatable: true,
  parallel: false,
  timeoutMs: 10_000,
  description: '去掉当前聊天的专属提示词。只在对方明确要求时用。',
  input: z.strictObject({}),
  run(_input, { prompt }) {
    if (prompt.get() === '') return '这个聊天本来就没有专属提示词'
    prompt.set('')
    return '专属提示词去掉了'
  },
})

/** The chat's own prompt. It is read and changed where it is kept, never in a copy that a turn holds. */
export const promptTools: readonly Tool[] = [viewPrompt, setPrompt, deletePrompt]
