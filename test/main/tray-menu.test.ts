import { expect, test } from 'vitest'
import { trayMenu } from '../../src/main/tray-menu.ts'

function openMenu(state: { paused: boolean; startAtLogin: boolean }) {
  const done: string[] = []
  const items = trayMenu(state, {
    open: () => done.push('open'),
    setPaused: (paused) => done.push(`paused ${paused}`),
    setStartAtLogin: (enabled) => done.push(`login ${enabled}`),
    quit: () => done.push('quit'),
  })
  const labels = items.flatMap((item) => item.label ?? [])
  const click = (label: string) => {
    const item = items.find((candidate) => candidate.label === label)
    ;(item?.click as (() => void) | undefined)?.()
    return done.at(-1)
  }
  return { items, labels, click }
}

test('a running bot can be paused, a paused one goes on', () => {
  expect(openMenu({ paused: false, startAtLogin: false }).click('暂停所有回复')).toBe('paused true')
  expect(openMenu({ paused: true, startAtLogin: false }).click('恢复回复')).toBe('paused false')
})

test('the menu opens the window, sets the start at login and quits', () => {
  const menu = openMenu({ paused: false, startAtLogin: true })
  expect(menu.labels).toEqual(['打开杏桃', '暂停所有回复', '开机时启动', '退出'])
  expect(menu.items.find((item) => item.label === '开机时启动')?.checked).toBe(true)
  expect(['打开杏桃', '开机时启动', '退出'].map(menu.click)).toEqual(['open', 'login false', 'quit'])
})
