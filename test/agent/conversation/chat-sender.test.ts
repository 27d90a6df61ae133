import { describe, expect, it } from 'vitest'
import { recover } from '../../../src/agent/inbox/recovery.ts'
import { Topic } from '../../../src/agent/kernel/topic.ts'
import { createSilentLog } from '../../support/silent-log.ts'
import { until } from '../chat/onebot/room.ts'
import { acting, saysNo } from './acting.ts'

const picture = new Uint8Array([1, 2, 3])

describe('what a tool says', () => {
  it('is part of the conversation, behind the question and not part of the answer', async () => {
    const at = await acting({ reply: { quote: true, mention: true } })
    await at.send.text('在查了')
    expect(at.qq.replies.map(({ segments }) => segments)).toEqual([
      [{ type: 'text', data: { text: '在查了' } }],
    ])
    expect(at.rows()).toMatchObject([
      { kind: 'said', text: '在查了', delivery: 'sent', turnId: null, anchor: at.question.anchor },
    ])
  })

  it('is an error in the words of the problem when it was refused, and says what to do', async () => {
    const at = await acting()
    at.qq.answer('send_group_msg', { status: 'failed', retcode: 1200, message: '{"result": 120}' })
    expect(await saysNo(at.send.text('在'))).toMatch(/^机器人在这个群被禁言。.+/)
    expect(at.rows()).toMatchObject([{ delivery: 'failed' }])
  })

  it('is an error when nothing is left of it', async () => {
    const at = await acting()
    expect(await saysNo(at.send.text(' \n'))).toBe('没有能发出去的内容')
    expect(at.qq.replies).toEqual([])
  })
})

describe('a picture or a file', () => {
  it('has a row that is marked before it is tried, and says what became of it', async () => {
    const at = await acting()
    const seen: unknown[] = []
    const look = () => {
      seen.push(at.storage.other.prepare('SELECT text, delivery FROM messages WHERE author = ?').all('bot'))
      return { data: { message_id: 5 } }
    }
    at.qq.answer('send_group_msg', look)
    at.qq.answer('upload_group_file', look)
    await at.send.picture(picture)
    expect(seen).toEqual([[{ text: '[图片]', delivery: 'sending' }]])
    await at.send.file('表.csv', picture)
    expect(at.rows()).toMatchObject([
      { text: '[图片]', delivery: 'sent', platformId: '5', turnId: null, anchor: at.question.anchor },
      { text: '[文件：表.csv]', delivery: 'sent' },
    ])
    expect(at.shown).toEqual([
      '[图片] sending',
      '[图片] sent',
      '[文件：表.csv] sending',
      '[文件：表.csv] sent',
    ])
  })

  it('whose outcome nobody knows is an error, and unknown in its row', async () => {
    const at = await acting()
    at.qq.answer('upload_group_file', { status: 'failed', retcode: 1200, message: 'Timeout: x' })
    expect(await saysNo(at.send.file('a.txt', picture))).toMatch(/可能已经发出去了/)
    expect(at.rows()).toMatchObject([{ delivery: 'unknown' }])
  })

  it('that is too large is an error with the limit', async () => {
    const at = await acting()
    expect(await saysNo(at.send.picture(new Uint8Array(11_000_000)))).toMatch(/最多 10 MB/)
    expect(at.rows()).toMatchObject([{ delivery: 'failed' }])
  })

  it('is not sent after a crash, neither itself nor the text that stands for it', async () => {
    const at = await acting()
    at.qq.answer('upload_group_file', 'never')
    void at.send.file('a.txt', picture).catch(() => undefined)
    await at.qq.action('upload_group_file')
    const resumed: unknown[] = []
    recover({
      storage: at.storage,
      missed: new Topic({}),
      clock: at.room.clock,
      log: createSilentLog(),
      resumeMs: 600_000,
      paused: false,
      resume: (_turn, _chat, _messages, unsent) => resumed.push(unsent),
    })
    expect(at.rows()).toMatchObject([{ delivery: 'unknown' }])
    expect(resumed).toEqual([])
    expect(at.storage.missed.all()).toMatchObject([{ kind: 'unknown-send' }])
  })

  it('leaves a turn that was interrupted behind it without an answer, so that it runs again', async () => {
    const at = await acting()
    const { storage, chat, question } = at
    const receivedAt = at.room.clock.now()
    const turn = storage.turns.insert({
      chatId: chat.id,
      messageId: question.id,
      reason: 'mention',
      receivedAt,
    })
    storage.messages.setTurn(question.id, turn.id, 'mention')
    await at.send.text('在查了')
    await at.send.picture(picture)
    const resumed: number[] = []
    recover({
      storage,
      missed: new Topic({}),
      clock: at.room.clock,
      log: createSilentLog(),
      resumeMs: 600_000,
      paused: false,
      resume: (one) => resumed.push(one.id),
    })
    expect(resumed).toEqual([turn.id])
  })

  it("waits for the chat's pace, and is not sent when stopped meanwhile", async () => {
    const stop = new AbortController()
    const at = await acting({ pace: 10, signal: stop.signal })
    await at.send.picture(picture)
    const waiting = at.send.picture(picture)
    await at.room.clock.advanceAsync(6_000)
    expect(at.qq.replies).toHaveLength(1)
    stop.abort('停')
    await expect(waiting).rejects.toBe('停')
    expect(at.rows()).toHaveLength(1)
  })

  it('is refused where the bot is muted, without being tried', async () => {
    const at = await acting()
    const ban = { notice_type: 'group_ban', sub_type: 'ban', user_id: 10001, duration: 600 }
    at.qq.event({ post_type: 'notice', group_id: 20001, operator_id: 1, ...ban })
    await until(() => at.client.isSilenced(at.chat.address))
    expect(await saysNo(at.send.file('a.txt', picture))).toMatch(/禁言/)
    expect(at.qq.calls('upload_group_file')).toEqual([])
  })

  it('is an error when no account speaks for the number any more', async () => {
    const at = await acting()
    at.removeAccount()
    expect(await saysNo(at.send.picture(picture))).toMatch(/没有管 10001 的 QQ 账号/)
    expect(at.rows()).toEqual([])
  })
})
