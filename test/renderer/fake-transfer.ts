import type { CallName, CallOutput, CallParsed } from '../../src/shared/ipc.ts'
import type { ImportItem } from '../../src/shared/moving.ts'

type Names = 'import.preview' | 'import.apply' | 'export.all'
type Handlers = { [N in Names & CallName]: (input: CallParsed<N>) => Promise<CallOutput<N>> }

const parts = 6

/** Export in six parts, and an import that finds a little of everything. */
export function fakeTransfer(): Handlers {
  return {
    'export.all': async ({ next }) => {
      await later(500)
      const part = Number(next || 0)
      const text = `${JSON.stringify({ type: 'message', text: '今天的光真好'.repeat(2000) })}\n`.repeat(40)
      return { name: '杏桃-全部-2026-11-26.jsonl', text, next: part + 1 < parts ? String(part + 1) : null }
    },
    'import.preview': async ({ files }) => {
      await later(400)
      const items = files.map(({ name, text }): ImportItem => {
        const title = name.replace(/^.*\//, '').replace(/\.jsonl?$/, '')
        const file = name
        if (title === 'system') return { title: '系统设置', file, ...settings, problem: null }
        if (text.includes('chat_id')) return { title, file, ...talk, problem: null }
        const problem = { code: 'import.unknown', message: '不认识这种文件', hint: '看看是不是选错了' }
        return { title, file, carries: [], leaves: [], problem }
      })
      return { source: 'ai-chat', items, needsAccount: items.some(({ carries }) => carries === talk.carries) }
    },
    'import.apply': async ({ files }) => {
      await later(900)
      return {
        done: files.map(({ name }) => `${name}：带来了`),
        problems: ['群 10002：角色「小杏」这里没有，先不演'],
      }
    },
  }
}

const settings = {
  carries: ['基础提示词：「你在 QQ 里和大家聊天」，共 412 个字', '默认模型：qwen3-max', '历史条数：40'],
  leaves: ['API Key：在导入里不带，去「模型」里填', 'max_sessions：由「同时回复」代替'],
}
const talk = {
  carries: ['1,203 条消息，其中 388 条是机器人说的', '专属提示词：「像猫」，共 2 个字'],
  leaves: ['每条消息的时间：原来没有存，按先后排在导入之前', '说话人的 QQ 号：原来没有存，只有昵称'],
}

function later(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
