import { expect, test } from 'vitest'
import { type TrayState, trayMenu, trayTooltip } from '../../src/main/tray-menu.ts'

function openMenu(changes: Partial<TrayState>) {
  const done: string[] = []
  const items = trayMenu(
    { paused: false, startAtLogin: false, waiting: [], ...changes },
    {
      open: () => done.push('open'),
      setPaused: (paused) => done.push(`paused ${paused}`),
      setStartAtLogin: (enabled) => done.push(`login ${enabled}`),
      decide: (id, decision) => done.push(`${decision} ${id}`),
      quit: () => done.push('quit'),
    },
  )
  const labels = items.flatMap((item) => item.label ?? [])
  const click = (label: string) => {
    const item = items.find((candidate) => candidate.label === label)
    ;(item?.click as (() => void) | undefined)?.()
    return done.at(-1)
  }
  const answer = (label: string, answer: string) => {
    const item = items.find((candidate) => candidate.label === label)
    const choices = item?.submenu as { label: string; click: () => void }[] | undefined
    choices?.find((choice) => choice.label === answer)?.click()
    return done.at(-1)
  }
  return { items, labels, click, answer }
}

function kicks(count: number) {
  return Array.from({ length: count }, (_, index) => ({ id: `a${index}`, label: `小明 想用 踢人 ${index}` }))
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

test('what waits for leave stands above the rest and can be allowed or refused there', () => {
  const menu = openMenu({ waiting: kicks(2) })
  expect(menu.labels.slice(0, 5)).toEqual([
    '打开杏桃',
    '2 件事等你批准',
    '小明 想用 踢人 0',
    '小明 想用 踢人 1',
    '暂停所有回复',
  ])
  expect(menu.items.find((item) => item.label === '2 件事等你批准')?.enabled).toBe(false)
  expect(menu.answer('小明 想用 踢人 1', '同意')).toBe('allow a1')
  expect(menu.answer('小明 想用 踢人 0', '拒绝')).toBe('deny a0')
})

test('the menu shows five that wait and counts the others, which open the window', () => {
  const menu = openMenu({ waiting: kicks(7) })
  expect(menu.labels.filter((label) => label.startsWith('小明'))).toHaveLength(5)
  expect(menu.click('还有 2 件')).toBe('open')
  expect(openMenu({ waiting: kicks(5) }).labels).not.toContain('还有 0 件')
})

test('a name that others chose is one line of the menu, cut and without shortcuts', () => {
  const label = `A&B\n${'很'.repeat(60)}`
  const item = openMenu({ waiting: [{ id: 'a', label }] }).items.find(({ submenu }) => submenu)
  expect(item?.label).toBe(`A&&B ${'很'.repeat(35)}…`)
})

test('the tooltip says how many wait, also while the bot is paused', () => {
  expect(trayTooltip({ paused: false, waiting: [] })).toBe('杏桃：正在运行')
  expect(trayTooltip({ paused: false, waiting: kicks(2) })).toBe('杏桃：正在运行，2 件事等你批准')
  expect(trayTooltip({ paused: true, waiting: kicks(1) })).toBe('杏桃：回复已暂停，1 件事等你批准')
})
