import type { CommandContext, LastAnswer } from '../../../src/agent/commands/command.ts'
import {
  type CommandOutcome,
  commandTable,
  parseCommand,
  runCommand,
} from '../../../src/agent/commands/commands.ts'
import { applyEdits } from '../../../src/agent/config/edit.ts'
import { resolveName } from '../../../src/agent/models/model-names.ts'
import type { Character } from '../../../src/shared/character.ts'
import { Config, Model, type Role } from '../../../src/shared/config.ts'
import type { Problem } from '../../../src/shared/problem.ts'
import { ChatSettings } from '../../../src/shared/settings.ts'
import type { Approval } from '../../../src/shared/tools.ts'
import { addressOf, answeredWith, chatOf, saidBy, stored } from '../../support/records.ts'

export const modelNames = ['local/qwen', 'local/qwen-vl', 'cloud/qwen', 'demo/xiaoxing']

/** Noon of a summer day, by this computer's clock. */
export const noon = new Date(2026, 6, 15, 12, 0).getTime()

export interface ChattingOptions {
  role?: Role
  kind?: 'private' | 'group'
  config?: object
  settings?: object
  mutedUntil?: number
  /** Who is being answered. */
  running?: readonly string[]
  waiting?: number
  /** Calls whose price nobody knows. */
  unpriced?: number
  characters?: Partial<Character>[]
  last?: LastAnswer | null
  takeBackProblem?: { after: number; problem: Problem }
  retryError?: Error
  reloadProblem?: Problem
  /** Ids of calls that wait for leave. */
  approvals?: readonly string[]
}

export const person = '20001'

/** An answer in three parts to somebody's question. */
export function answerTo(...askedBy: string[]): LastAnswer {
  const parts = [1, 2, 3].map((id) => stored(id + 10, answeredWith(`第 ${id} 段`)))
  return { turnId: 5, questionId: 10, askedBy: new Set(askedBy), parts }
}

/** 小红 wants to have somebody removed from a group. */
export function approvalOf(id: string): Approval {
  return {
    kind: 'approval',
    id,
    turnId: 1,
    chatId: 7,
    chatTitle: '三人群',
    tool: 'kick',
    toolTitle: '踢人',
    senderId: '20002',
    senderName: '小红',
    askedAt: noon,
    until: noon + 180_000,
    risk: 'red',
    role: 'trusted',
    arguments: '{}',
  }
}

/** A chat in which 小明 (20001) gives commands, and what they did to it. */
export function chatting(options: ChattingOptions = {}) {
  const { kind = 'private', role = 'owner', running = [], last = null } = options
  let config = Config.parse({ access: { owners: ['10086'] }, ...options.config })
  const own: Record<string, unknown> = {}
  const done: string[] = []
  const context = (text: string): CommandContext => ({
    chat: chatOf({ address: addressOf(kind), mutedUntil: options.mutedUntil ?? 0 }),
    message: stored(1, saidBy({ senderId: person, text })),
    settings: ChatSettings.parse({ model: 'local/qwen', ...options.settings, ...own }),
    config,
    role,
    commands: commandTable(config.commands),
    models: {
      names: () => modelNames,
      describe: (name) => Model.parse({ name, vision: name.endsWith('-vl') }),
      resolve: (name) => resolveName(name, modelNames),
    },
    characters: (options.characters ?? []).map((fields, index) => ({
      id: index + 1,
      name: '',
      avatar: '',
      prompt: '',
      greeting: '',
      settings: {},
      createdAt: 0,
      ...fields,
    })),
    now: noon,
    setOwn: (key, value) => {
      own[key] = value
    },
    edit: async (ops) => {
      config = Config.parse(applyEdits(config, ops).value)
      done.push('edit')
    },
    clearContext: () => void done.push('clear'),
    mute: (minutes) => {
      done.push(`mute ${minutes}`)
      return minutes === 0 ? 0 : noon + minutes * 60_000
    },
    load: () => ({ running: running.length, waiting: options.waiting ?? 0 }),
    stopTurns: (askedBy) => {
      done.push(`stop ${askedBy}`)
      return running.filter((id) => askedBy === null || askedBy === id).length
    },
    lastAnswer: () => last,
    lastQuestion: () => last,
    takeBack: async ({ parts }) => {
      done.push('take back')
      const { after, problem } = options.takeBackProblem ?? { after: parts.length, problem: null }
      return { taken: after, problem }
    },
    retry: async (messageId) => {
      if (options.retryError) throw options.retryError
      done.push(`retry ${messageId}`)
    },
    usage: (of) => {
      const times = of === 'here' ? 1 : 10
      return {
        replies: 2 * times,
        calls: 3 * times,
        inputTokens: 100 * times,
        outputTokens: 20 * times,
        cost: 0.12 * times,
        unpriced: options.unpriced ?? 0,
      }
    },
    reloadTools: async () => [],
    reload: async () => options.reloadProblem ?? null,
    toolCount: () => 4,
    approvals: () => (options.approvals ?? []).map(approvalOf),
    decide: async (id, decision) => void done.push(`${decision} ${id}`),
  })
  const gives = async (text: string): Promise<CommandOutcome | null> => {
    const parsed = parseCommand(text, config.commands)
    return parsed && runCommand(parsed, context(text))
  }
  return {
    /** What the bot answers; null when it takes the text for talk. */
    says: async (text: string) => (await gives(text))?.text ?? null,
    gives,
    own,
    done,
    config: () => config,
  }
}
