import { Lifetime } from '../../../../src/agent/kernel/lifetime.ts'
import { Topic } from '../../../../src/agent/kernel/topic.ts'
import { type AskingParts, startAsking } from '../../../../src/agent/tools/asking/asking.ts'
import type { ApprovalRequest, QuestionRequest } from '../../../../src/agent/tools/asking/requests.ts'
import type { AsksState } from '../../../../src/shared/tools.ts'
import { createFakeClock } from '../../../support/fake-clock.ts'
import { openTestStorage } from '../../../support/open-test-storage.ts'
import { addressOf } from '../../../support/records.ts'
import { createSilentLog } from '../../../support/silent-log.ts'

/** Real tables, and an Asking over them that can be started again. */
export async function askingRoom(options: Partial<AskingParts> = {}) {
  const storage = await openTestStorage()
  const clock = createFakeClock()
  const log = createSilentLog()
  const chat = storage.chats.at(addressOf('group', '30001'), '三人群')
  const told: string[] = []
  const said: { userId: string; text: string }[] = []
  const goingOn = new Set([1, 2, 3])
  const begin = () => {
    const life = new Lifetime()
    const topic = new Topic<AsksState>({ waiting: [], grants: [] })
    const asking = startAsking(life, {
      clock,
      log,
      topic,
      waitings: storage.waitings,
      grants: storage.toolGrants,
      committed: () => storage.database.committed(),
      askMs: () => 180_000,
      chatTitle: (id) => storage.chats.get(id)?.title ?? '',
      toolTitle: (name) => (name === 'kick' ? '踢人' : name),
      turnGoesOn: (id) => goingOn.has(id),
      tell: (text) => {
        told.push(text)
        return true
      },
      say: async (_chatId, userId, text) => void said.push({ userId, text }),
      ...options,
    })
    asking.load()
    return { asking, topic, life }
  }
  let now = begin()
  return {
    storage,
    clock,
    log,
    chat,
    told,
    said,
    goingOn,
    get asking() {
      return now.asking
    },
    get topic() {
      return now.topic
    },
    /** The program ends and begins again. */
    restart: async () => {
      await now.life.dispose()
      now = begin()
    },
    [Symbol.asyncDispose]: async () => {
      await now.life.dispose()
      await storage[Symbol.asyncDispose]()
    },
  }
}

/** 小红 wants to have somebody removed. */
export function kicking(fields: Partial<ApprovalRequest> = {}): ApprovalRequest {
  return {
    turnId: 1,
    callRowId: 11,
    chatId: 1,
    chatTitle: '三人群',
    tool: 'kick',
    toolTitle: '踢人',
    caller: { id: '20002', name: '小红' },
    risk: 'red',
    role: 'trusted',
    arguments: '{"user_id":"20009"}',
    ...fields,
  }
}

/** 小明 is asked which colour he wants. */
export function asking(fields: Partial<QuestionRequest> = {}): QuestionRequest {
  return {
    turnId: 1,
    callRowId: 12,
    chatId: 1,
    chatTitle: '三人群',
    tool: 'paint',
    toolTitle: '画画',
    caller: { id: '20001', name: '小明' },
    text: '要什么颜色？',
    schema: { type: 'string', enum: ['红', '蓝'] },
    timeoutMs: 60_000,
    ...fields,
  }
}
