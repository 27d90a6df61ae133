import { describe, expect, it } from 'vitest'
import { Limits } from '../../../src/agent/inbox/limits.ts'
import { ChatSettings } from '../../../src/shared/settings.ts'

const group = { id: 1, kind: 'group' as const }
const second = 1000

function limitsOf(settings: object) {
  const limits = new Limits()
  const parsed = ChatSettings.parse(settings)
  const { loopGuard } = parsed.triggers
  return {
    limits,
    taken: (userId: string, at: number, chat: Parameters<Limits['taken']>[0] = group) =>
      limits.taken(chat, userId, loopGuard, at),
    spent: (userId: string, at: number, chat: Parameters<Limits['taken']>[0] = group) =>
      limits.spent(chat, userId, parsed, at)?.reason ?? null,
  }
}

describe('a cooldown', () => {
  it('of a chat begins with the last answer, whoever asked', () => {
    const { limits, taken, spent } = limitsOf({ triggers: { cooldownSeconds: 30 } })
    taken('a', 0)
    limits.spoke(1, 5 * second)
    expect(spent('b', 34 * second)).toBe('chat-cooldown')
    expect(spent('b', 35 * second)).toBeNull()
    expect(spent('b', 10 * second, { id: 2, kind: 'group' })).toBeNull()
  })

  it('of a person leaves the others alone', () => {
    const { taken, spent } = limitsOf({ triggers: { personCooldownSeconds: 30 } })
    taken('a', 0)
    expect(spent('a', 29 * second)).toBe('person-cooldown')
    expect(spent('b', 29 * second)).toBeNull()
    expect(spent('a', 30 * second)).toBeNull()
  })
})

it('a rate limit counts the last minute, and no longer', () => {
  const { taken, spent } = limitsOf({ rateLimit: { perMinute: 2 } })
  taken('a', 0)
  taken('a', 30 * second)
  expect(spent('a', 31 * second)).toBe('rate-limit')
  expect(spent('a', 60 * second)).toBeNull()
})

describe('D0-48 somebody who answers at once, again and again,', () => {
  const talk = (at: ReturnType<typeof limitsOf>, times: number, pause: number, chat = group) => {
    let now = 0
    for (let time = 0; time < times; time++) {
      at.taken('bot', now, chat)
      now += second
      at.limits.spoke(chat.id, now)
      now += pause
    }
    return now
  }

  it('is taken for a bot for ten minutes', () => {
    const at = limitsOf({})
    const now = talk(at, 6, 500)
    expect(at.spent('bot', now)).toBe('loop-guard')
    expect(at.spent('somebody', now)).toBeNull()
    expect(at.spent('bot', now + 10 * 60 * second)).toBeNull()
  })

  it('is not, when he takes his time, when somebody else asks in between, or when nobody wants that', () => {
    const slow = limitsOf({})
    expect(slow.spent('bot', talk(slow, 20, 4 * second))).toBeNull()
    const off = limitsOf({ triggers: { loopGuard: 0 } })
    expect(off.spent('bot', talk(off, 50, 500))).toBeNull()
    const mixed = limitsOf({})
    talk(mixed, 5, 500)
    mixed.taken('a', 100 * second)
    mixed.taken('bot', 101 * second)
    expect(mixed.spent('bot', 102 * second)).toBeNull()
  })

  it('has more room in private, where people do write at once', () => {
    const at = limitsOf({})
    const alone = { id: 9, kind: 'private' as const }
    const now = talk(at, 20, 500, alone as never)
    expect(at.spent('bot', now, alone)).toBeNull()
    expect(at.spent('bot', talk(at, 40, 500, alone as never), alone)).toBe('loop-guard')
  })
})

it('forgives what was never done', () => {
  expect(limitsOf({ rateLimit: { perMinute: 1 } }).spent('a', 0)).toBeNull()
})
