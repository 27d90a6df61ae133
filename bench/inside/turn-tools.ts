import { PictureLabels } from '../../src/agent/conversation/picture-labels.ts'
import { TurnTools } from '../../src/agent/conversation/turn-tools.ts'
import type { Question } from '../../src/agent/inbox/job.ts'
import { systemClock } from '../../src/agent/kernel/clock.ts'
import { Topic } from '../../src/agent/kernel/topic.ts'
import { TurnBoard } from '../../src/agent/state/turn-board.ts'
import type { ToolContext } from '../../src/agent/tools/tool.ts'
import type { Offer } from '../../src/agent/tools/toolbox.ts'
import type { RecentReply, TurnState } from '../../src/shared/state.ts'
import type { ToolsConfig } from '../../src/shared/tools.ts'
import { openStorage, saying, silent } from './surroundings.ts'

/** Calls one tool as a turn does, with its rows in a database; returns the milliseconds of each round of one call. */
export async function callsOfTurn(
  folder: string,
  { offer, config, name, rounds }: { offer: Offer; config: ToolsConfig; name: string; rounds: number },
): Promise<number[]> {
  const storage = await openStorage(folder, `turn-tools-${name}`)
  const { chat: address } = saying('group', '30000', '')
  const chat = storage.chats.at(address, '群')
  const message = storage.messages.insert({
    chatId: chat.id,
    platformId: 'm1',
    author: 'user',
    kind: 'said',
    senderId: '20001',
    senderName: '小明',
    groupRole: 'member',
    text: '开灯',
    at: Date.now(),
    replyTo: null,
    quote: null,
    images: [],
    reason: 'mention',
    turnId: null,
    delivery: null,
    problem: null,
  })
  const turn = storage.turns.insert({
    chatId: chat.id,
    messageId: message.id,
    reason: 'mention',
    receivedAt: Date.now(),
  })
  const turns = new Topic<Record<string, TurnState>>({})
  const board = new TurnBoard(
    { turns, recent: new Topic<{ replies: RecentReply[] }>({ replies: [] }) },
    systemClock,
  )
  board.add(turn, chat, message)
  const { signal } = new AbortController()
  const question = {
    turn,
    chat,
    messages: [message],
    unsent: [],
    touch: () => undefined,
  } as unknown as Question
  const context = {
    chat: { id: chat.id, address, title: chat.title },
    caller: { id: '20001', name: '小明', role: 'owner', chatRole: 'owner', groupRole: 'member' },
    turnId: turn.id,
    now: () => new Date(),
    signal,
    note: () => undefined,
  } as unknown as ToolContext
  const tools = new TurnTools(
    {
      storage,
      boards: { turns: board },
      images: { add: async () => '' },
      clock: systemClock,
      log: silent,
      config: () => config,
      shorten: async (text) => text,
      context: () => context,
      approve: async () => 'allowed',
      counted: () => undefined,
    },
    { turn, chat, question, withdrawn: [], offer, signal },
    new PictureLabels(() => null),
  )
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const before = performance.now()
    const [ran] = await tools.run(round, [{ id: `c${round}`, name, arguments: '{"text":"好"}' }])
    times.push(performance.now() - before)
    if (ran?.record.failed) throw new Error(`The call failed: ${ran.record.result}`)
  }
  storage.database.close()
  return times
}
