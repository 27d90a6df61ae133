import { expect, test } from 'vitest'
import { InterestBook } from '../../src/renderer/live/interest.ts'

test('a topic two parts look at is asked for until both have left', () => {
  const book = new InterestBook()
  const first = book.addTopic('app')
  const second = book.addTopic('app')
  expect(book.union.topics).toEqual(['app'])
  first()
  first()
  expect(book.union.topics).toEqual(['app'])
  second()
  expect(book.union).toEqual({ topics: [], feeds: [] })
})

test('feeds are narrowed to a chat only while everybody looks at that chat', () => {
  const book = new InterestBook()
  book.addFeed('messages', 7)
  const other = book.addFeed('stream', 8)
  expect(book.union).toEqual({ topics: [], feeds: ['messages', 'stream'] })
  other()
  expect(book.union).toEqual({ topics: [], feeds: ['messages'], chatId: 7 })
})

test('the log does not widen what is asked of the chats', () => {
  const book = new InterestBook()
  book.addFeed('messages', 7)
  book.addFeed('logs', undefined)
  expect(book.union).toEqual({ topics: [], feeds: ['logs', 'messages'], chatId: 7 })
})
