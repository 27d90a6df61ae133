import { expect, it } from 'vitest'
import { clearContext, restoreContext } from '../../../src/agent/conversation/context.ts'
import { openTestStorage } from '../../support/open-test-storage.ts'
import { addressOf, answeredWith, saidBy } from '../../support/records.ts'

async function talking() {
  const storage = await openTestStorage()
  const { id } = storage.chats.at(addressOf(), '小明')
  const chat = () => storage.chats.at(addressOf(), null)
  const asks = (text: string) => storage.messages.insert(saidBy({ chatId: id, text }))
  const answers = (text: string, anchor: number) =>
    storage.messages.insert(answeredWith(text, { chatId: id, anchor }))
  const context = () =>
    storage.messages
      .context(id, { from: chat().contextFrom, to: Number.MAX_SAFE_INTEGER }, 99)
      .map(({ text }) => text)
  return {
    storage,
    chat,
    asks,
    answers,
    context,
    [Symbol.asyncDispose]: () => storage[Symbol.asyncDispose](),
  }
}

it('forgets what was said and keeps everything else of the chat', async () => {
  await using at = await talking()
  at.storage.chats.change(at.chat().id, { settings: { model: 'a/b', prompt: '像猫' } })
  at.asks('一')
  clearContext(at.storage, at.chat())
  at.asks('二')
  expect(at.context()).toEqual(['二'])
  expect(at.chat().settings).toEqual({ model: 'a/b', prompt: '像猫' })
})

it('forgets an answer as well that comes after the clearing to a question before it', async () => {
  await using at = await talking()
  const first = at.asks('一')
  const second = at.asks('二')
  at.answers('答一', first.anchor)
  clearContext(at.storage, at.chat())
  at.answers('答二', second.anchor)
  at.asks('三')
  expect(at.context()).toEqual(['三'])
})

it('clears a chat in which nothing was said yet', async () => {
  await using at = await talking()
  clearContext(at.storage, at.chat())
  at.asks('一')
  expect(at.context()).toEqual(['一'])
})

it('brings back what the last clearing took, once', async () => {
  await using at = await talking()
  at.asks('一')
  clearContext(at.storage, at.chat())
  at.asks('二')
  clearContext(at.storage, at.chat())
  at.asks('三')
  restoreContext(at.storage, at.chat())
  expect(at.context()).toEqual(['二', '三'])
  restoreContext(at.storage, at.chat())
  expect(at.context()).toEqual(['二', '三'])
})

it('brings everything back when it was cleared twice in a row with nothing said between', async () => {
  await using at = await talking()
  at.asks('一')
  clearContext(at.storage, at.chat())
  clearContext(at.storage, at.chat())
  restoreContext(at.storage, at.chat())
  expect(at.context()).toEqual(['一'])
})

it('goes by the chat as it is, not as somebody remembers it', async () => {
  await using at = await talking()
  const remembered = at.chat()
  at.asks('一')
  clearContext(at.storage, remembered)
  at.asks('二')
  clearContext(at.storage, remembered)
  restoreContext(at.storage, remembered)
  expect(at.context()).toEqual(['二'])
})

it('D0-28 brings back what was there before the cut of what came after the clearing', async () => {
  await using at = await talking()
  const { id } = at.chat()
  at.asks('一')
  clearContext(at.storage, at.chat())
  at.asks('二')
  const third = at.asks('三')
  at.storage.chats.change(id, { cutFrom: third.anchor })
  restoreContext(at.storage, at.chat())
  expect(at.chat()).toMatchObject({ contextFrom: 0, cutFrom: 0 })
  at.storage.chats.change(id, { cutFrom: 2 })
  clearContext(at.storage, at.chat())
  restoreContext(at.storage, at.chat())
  expect(at.chat()).toMatchObject({ contextFrom: 0, cutFrom: 2 })
})
