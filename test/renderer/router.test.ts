import { expect, test } from 'vitest'
import { hrefTo, parseRoute } from '../../src/renderer/app/router.ts'
import { tokenOf } from '../../src/renderer/live/one-time-token.ts'

test('an empty address is the overview', () => {
  expect(parseRoute('')).toEqual({ page: '/overview', rest: [], query: {} })
  expect(parseRoute('#/')).toEqual({ page: '/overview', rest: [], query: {} })
})

test('a chat and its tab are read back as they were written', () => {
  const href = hrefTo('/chats/12', { tab: 'prompt' })
  expect(href).toBe('#/chats/12?tab=prompt')
  expect(parseRoute(href)).toEqual({ page: '/chats', rest: ['12'], query: { tab: 'prompt' } })
})

test('an address typed by hand does not break the page', () => {
  expect(parseRoute('#/chats/50%').rest).toEqual(['50%'])
})

test('the one-time token is told from a route', () => {
  expect(tokenOf('#token=a-b_c')).toBe('a-b_c')
  expect(tokenOf('#/chats/12')).toBeNull()
})
