import type { FakeBot } from './fake-panel.ts'

/** Makes the running turn write. */
export function startFakeTurns(bot: FakeBot): void {
  const words = [...'先把阴影提到 +40，再用径向滤镜单独给脸补半档，最后把高光压一点，天空就回来了。']
  let at = 0
  setInterval(() => {
    const turn = bot.topics.turns[601]
    if (!turn) return
    if (at === words.length) {
      at = 0
      bot.emit('stream', [{ turnId: 601, chatId: 1, kind: 'reset', text: '' }])
    }
    bot.emit('stream', [{ turnId: 601, chatId: 1, kind: 'text', text: words[at++] ?? '' }])
  }, 160)
}

/** Has a chat gather messages over and over: each one makes the window longer. */
export function startFakeMerging(bot: FakeBot): void {
  setInterval(() => {
    const turn = bot.topics.turns[709]
    if (!turn) return
    const now = Date.now()
    if (now < (turn.mergeUntil ?? 0)) return
    const count = turn.messageCount % 4
    const receivedAt = count === 0 ? now - 100 : turn.receivedAt
    const steps = [{ stage: 'merging' as const, startedAt: receivedAt + 100, endedAt: null, note: '' }]
    bot.change('turns', {
      709: { ...turn, receivedAt, steps, messageCount: count + 1, mergeUntil: now + 2000 },
    })
  }, 100)
}
