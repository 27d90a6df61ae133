import { expect, it } from 'vitest'
import { openTestStorage } from '../../support/open-test-storage.ts'
import { addressOf, saidBy } from '../../support/records.ts'

it('lists a thing once until it is dealt with, oldest first', async () => {
  await using storage = await openTestStorage()
  const { missed, messages, chats } = storage
  const chatId = chats.at(addressOf(), null).id
  const [first, second] = [messages.insert(saidBy({ chatId })), messages.insert(saidBy({ chatId }))]
  missed.add('unanswered', second.id)
  missed.add('unanswered', first.id)
  const unknown = missed.add('unknown-send', first.id)
  expect(missed.add('unanswered', first.id).id).toBe(`unanswered-${first.id}`)
  expect(missed.all().map(({ messageId }) => messageId)).toEqual([first.id, first.id, second.id])
  missed.remove(unknown.id)
  missed.remove('nothing')
  expect(missed.all().map(({ id }) => id)).toEqual([`unanswered-${first.id}`, `unanswered-${second.id}`])
})
