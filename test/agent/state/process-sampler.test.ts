import { expect, it } from 'vitest'
import { Lifetime } from '../../../src/agent/kernel/lifetime.ts'
import { createPanelState } from '../../../src/agent/state/panel-state.ts'
import { startProcessSampler } from '../../../src/agent/state/process-sampler.ts'
import { Config } from '../../../src/shared/config.ts'
import { topicNames } from '../../../src/shared/state.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { openTestStorage } from '../../support/open-test-storage.ts'
import { waitFor } from '../../support/wait-for.ts'

const app = { version: '0.0.0', host: 'web', startedAt: 0, dataDir: '', paused: false } as const

it('measures once a second, keeps a minute of it, and stops', async () => {
  await using storage = await openTestStorage()
  const life = new Lifetime()
  const clock = createFakeClock()
  const topic = createPanelState(app, Config.parse({})).topics.process
  let messages = 0
  const dataDir = storage.path.replace(/[^/\\]+$/, '')
  const counts = { received: () => messages, stored: () => 7000 + messages }
  startProcessSampler(life, { topic, clock, databasePath: storage.path, dataDir, ...counts })
  for (let second = 0; second < 100; second++) {
    messages += 2
    clock.advance(1000)
  }
  expect(topic.value).toMatchObject({ messages: 7200, messagesPerMinute: 120 })
  expect(topic.value.rssBytes).toBeGreaterThan(1_000_000)
  for (const values of Object.values(topic.value.history)) {
    expect(values).toHaveLength(60)
    expect(values.every((value) => Number.isFinite(value) && value >= 0)).toBe(true)
  }
  await waitFor('the sizes on the disk', () => topic.value.databaseBytes > 0 && topic.value.freeDiskBytes)
  await life.dispose()
  expect(clock.timers).toBe(0)
})

it('has a place for everything the panel can look at', () => {
  expect(Object.keys(createPanelState(app, Config.parse({})).topics).sort()).toEqual([...topicNames].sort())
})
