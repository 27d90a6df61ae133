import { expect, test } from 'vitest'
import { pageColours, titleBarOverlay } from '../../src/main/title-bar.ts'

test('window buttons can be seen on both themes', () => {
  expect(titleBarOverlay(pageColours.light)).toEqual({ color: '#FAF8F6', symbolColor: '#514A44', height: 43 })
  expect(titleBarOverlay(pageColours.dark)).toEqual({ color: '#1A1816', symbolColor: '#BDB5AE', height: 43 })
})
