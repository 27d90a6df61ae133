import { expect, it } from 'vitest'
import { openTestStorage } from '../../support/open-test-storage.ts'

it('keeps the texts of each prompt, newest first, with when they were saved', async () => {
  await using storage = await openTestStorage()
  const { promptVersions } = storage
  promptVersions.add('core', '一', 10)
  promptVersions.add('chat:1', '甲', 20)
  promptVersions.add('core', '二', 30)
  expect(promptVersions.ofScope('core')).toMatchObject([
    { scope: 'core', text: '二', name: '', at: 30 },
    { scope: 'core', text: '一', name: '', at: 10 },
  ])
  expect(promptVersions.ofScope('chat:2')).toEqual([])
})

it('gives one a name, which it keeps', async () => {
  await using storage = await openTestStorage()
  const { promptVersions } = storage
  const id = promptVersions.add('core', '一', 10)
  expect(promptVersions.add('core', '一', 20)).toBe(id)
  expect(promptVersions.setName(id, '能用的')).toBe(true)
  expect(promptVersions.setName(999, '没有的')).toBe(false)
  expect(promptVersions.ofScope('core')).toMatchObject([{ text: '一', name: '能用的' }])
})

it('forgets the oldest of more than a hundred, but none with a name, and none of another prompt', async () => {
  await using storage = await openTestStorage()
  const { promptVersions } = storage
  promptVersions.add('chat:1', '别的', 0)
  promptVersions.add('core', '最早', 0)
  promptVersions.setName(promptVersions.ofScope('core')[0]?.id ?? 0, '最早的')
  for (let n = 1; n <= 150; n++) promptVersions.add('core', `第 ${n} 版`, n)
  const texts = promptVersions.ofScope('core').map(({ text }) => text)
  expect(texts).toHaveLength(101)
  expect(texts.slice(-2)).toEqual(['第 51 版', '最早'])
  expect(promptVersions.ofScope('chat:1')).toHaveLength(1)
})
