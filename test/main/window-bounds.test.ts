import { expect, test } from 'vitest'
import { openingBounds } from '../../src/main/window-bounds.ts'

const screen = { x: 0, y: 0, width: 1920, height: 1040 }
const right = { x: 1920, y: 0, width: 1280, height: 984 }

test('the first window has the size of the design, in the middle', () => {
  expect(openingBounds(undefined, [screen])).toEqual({ width: 1280, height: 800 })
})

test('a window opens where it was', () => {
  const saved = { x: 2000, y: 40, width: 1000, height: 700 }
  expect(openingBounds(saved, [screen, right])).toEqual(saved)
})

test('a window partly off the screen stays where it was put', () => {
  const saved = { x: -800, y: 300, width: 1000, height: 700 }
  expect(openingBounds(saved, [screen])).toEqual(saved)
})

test.each([
  ['on a screen that was unplugged', { x: 2000, y: 40, width: 1000, height: 700 }],
  ['with its title bar above the screen', { x: 100, y: -30, width: 1000, height: 700 }],
  ['with its title bar below the screen', { x: 100, y: 1000, width: 1000, height: 700 }],
  ['with only an edge in sight', { x: -950, y: 100, width: 1000, height: 700 }],
])('a window %s comes back to the middle', (_where, saved) => {
  expect(openingBounds(saved, [screen])).toEqual({ width: 1280, height: 800 })
})

test('a window is never smaller than the panel can be drawn', () => {
  const saved = { x: 10, y: 10, width: 300, height: 200 }
  expect(openingBounds(saved, [screen])).toEqual({ x: 10, y: 10, width: 900, height: 600 })
})
