import { describe, expect, it } from 'vitest'
import { callerOf } from '../../../src/agent/conversation/tool-caller.ts'
import type { MessageRecord } from '../../../src/agent/storage/messages.ts'
import { Config } from '../../../src/shared/config.ts'
import { addressOf, saidBy } from '../../support/records.ts'

const chat = { address: addressOf('group', '30001') }
const config = Config.parse({ access: { owners: ['10001'], trusted: ['10002'] } })
const from = (senderId: string) => saidBy({ chatId: 1, senderId, groupRole: 'member' }) as MessageRecord

describe('whose right counts in a turn', () => {
  it('is his who has the least of all who are answered', () => {
    expect(callerOf([from('10003'), from('10001'), from('10002')], chat, config)).toMatchObject({
      id: '10003',
      role: 'member',
    })
  })

  it('is also his who had the question of another answered again', () => {
    expect(callerOf([from('10001')], chat, config, '10002')).toMatchObject({ id: '10002', role: 'trusted' })
    expect(callerOf([from('10001')], chat, config, '10001')).toMatchObject({ id: '10001', role: 'owner' })
    expect(callerOf([from('10003')], chat, config, '10001')).toMatchObject({ id: '10003', role: 'member' })
  })
})
