import { expect, it } from 'vitest'
import { findTrigger } from '../../../src/agent/inbox/triggers.ts'
import { ChatSettings } from '../../../src/shared/settings.ts'
import { addressOf } from '../../support/records.ts'

it('tries no further pattern on a message on which others took long enough', () => {
  const costly = Array.from({ length: 50 }, (_, index) => `.{0,${400 + index}}!`)
  const { triggers } = ChatSettings.parse({ triggers: { patterns: [...costly.slice(0, 49), '在吗'] } })
  const ask = (text: string) =>
    findTrigger({ chat: addressOf('group'), text, mentionsBot: false }, triggers, {
      repliesToBot: false,
      chance: 1,
    })
  expect(ask(`在吗${'啊'.repeat(1998)}`)).toBeNull()
  expect(ask('在吗')).toEqual({ reason: 'pattern', rule: '在吗' })
})
