import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { parseDesktopArguments } from '../../src/main/desktop-arguments.ts'

test('what Chromium and Electron put on the line is passed over', () => {
  const argv = [
    '--inspect=0',
    '--no-sandbox',
    '/opt/apricot',
    '--lang',
    'zh-CN',
    '--data=/data/bot',
    '--hidden',
  ]
  expect(parseDesktopArguments(argv, {})).toEqual({ dataDir: resolve('/data/bot'), hidden: true })
})

test('without arguments the window opens on the folder of the environment', () => {
  expect(parseDesktopArguments(['/opt/apricot'], { APRICOT_DATA: '/data/env' })).toEqual({
    dataDir: resolve('/data/env'),
    hidden: false,
  })
})
