import { expect, it } from 'vitest'
import { isOfficialBot } from '../../../src/agent/inbox/official-bots.ts'

it.each(['66600000', '2854196301', '2854196310', '2854216399', '3328144510', '3889000000', '4019999999'])(
  'knows %s as one of Tencent’s own robots',
  (userId) => {
    expect(isOfficialBot(userId)).toBe(true)
  },
)

it.each(['10001', '66600001', '2854196300', '2854216400', '3328144511', '4020000000', '', '０', '-1'])(
  'takes %j for a person',
  (userId) => {
    expect(isOfficialBot(userId)).toBe(false)
  },
)
