import { onTestFinished } from 'vitest'
import { startOneBot } from '../../../../src/agent/chat/onebot/onebot.ts'
import { systemClock } from '../../../../src/agent/kernel/clock.ts'
import { Lifetime } from '../../../../src/agent/kernel/lifetime.ts'
import { Topic } from '../../../../src/agent/kernel/topic.ts'
import { Account } from '../../../../src/shared/config.ts'
import { describeChatClient } from '../../../contracts/chat-client.ts'
import { FakeOneBot } from '../../../support/fake-onebot.ts'
import { createSilentLog } from '../../../support/silent-log.ts'
import { group, until } from './room.ts'

describeChatClient('OneBot v11', async (events) => {
  const life = new Lifetime()
  const qq = new FakeOneBot({ forwards: true })
  onTestFinished(async () => {
    await life.dispose()
    await qq.stop()
  })
  qq.answer('get_msg', { status: 'failed', retcode: 1200, message: '消息不存在' })
  const oneBot = startOneBot(life, {
    clock: systemClock,
    log: createSilentLog(),
    events,
    accountStates: new Topic({}),
    pending: new Topic({}),
    token: () => '',
    pin: () => undefined,
  })
  await qq.listen()
  await oneBot.update([Account.parse({ id: 'bot', mode: 'client', url: qq.url, selfId: qq.selfId })])
  await qq.action('get_status')
  const client = oneBot.client(qq.selfId)
  if (!client) throw new Error('The account has no client')
  await until(() => qq.connected === 1)
  return {
    client,
    chat: group('20001', qq.selfId),
    says: (text) => qq.groupMessage('20001', '30001', text),
    sent: () => qq.replies.map((reply) => reply.text),
    sentForwards: () => qq.forwards.map((forward) => forward.texts),
  }
})
