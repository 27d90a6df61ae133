import { expect, it } from 'vitest'
import type { Answer } from '../../../support/fake-onebot.ts'
import { group, openConnectedRoom, until } from './room.ts'

const live = new AbortController().signal

it('takes back a message of the bot', async () => {
  const { qq, client } = await openConnectedRoom()
  expect(await client.recall(group('20001'), '-2146097281', live)).toBeNull()
  expect(qq.calls('delete_msg')[0]?.params).toEqual({ message_id: -2146097281 })
  expect(qq.takenBack).toEqual(['-2146097281'])
})

const recallTimeout =
  'Timeout: NTEvent serviceAndMethod:NodeIKernelMsgService/recallMsg EventRet: {"result": 8, "errMsg": ""}'

it.each<[string, Answer, string]>([
  ['QQ lets it, as when it is too old', { retcode: 1200, message: recallTimeout }, 'onebot.recall-refused'],
  ['the end has forgotten it', { retcode: 1200, message: 'Recall failed' }, 'onebot.message-gone'],
  ['the end does not know it', { retcode: 1200, message: '消息5不存在' }, 'onebot.message-gone'],
  ['the bot is no admin', { retcode: 1200, message: 'ERR_NOT_GROUP_ADMIN' }, 'onebot.permission'],
  ['the end can take back anything', { retcode: 1404 }, 'onebot.unsupported'],
])('says in words why not, unless %s', async (_what, answer, code) => {
  const { qq, client } = await openConnectedRoom()
  qq.answer('delete_msg', { status: 'failed', ...answer })
  const problem = await client.recall(group('20001'), '5', live)
  expect(problem).toMatchObject({
    code,
    message: expect.stringMatching(/撤/),
    hint: expect.stringMatching(/./),
  })
})

it('does not claim to know what became of it without an answer', async () => {
  const { room, qq, client } = await openConnectedRoom()
  qq.answer('delete_msg', 'never')
  const recalling = client.recall(group('20001'), '5', live)
  await qq.action('delete_msg')
  room.clock.advance(10_000)
  expect(await recalling).toMatchObject({ code: 'onebot.no-answer' })
})

it('fails at once while nothing is connected', async () => {
  const { room, qq, client } = await openConnectedRoom()
  await qq.stop()
  await until(() => room.state().state === 'listening')
  expect(await client.recall(group('20001'), '5', live)).toMatchObject({ code: 'onebot.not-connected' })
})
