import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { resolveDataDir } from '../../src/agent/data-dir.ts'

const at = (platform: NodeJS.Platform) => ({ platform, home: '/home/an' })

test('what was asked for goes before APRICOT_DATA, and both before the system', () => {
  const env = { APRICOT_DATA: '/from/env', XDG_DATA_HOME: '/from/xdg' }
  expect(resolveDataDir('/asked', env, at('linux'))).toBe(resolve('/asked'))
  expect(resolveDataDir(undefined, env, at('linux'))).toBe(resolve('/from/env'))
})

test('a relative folder is meant from where the program was started', () => {
  expect(resolveDataDir('data', {}, at('linux'))).toBe(resolve('data'))
})

test.each([
  ['linux', {}, '/home/an/.local/share/apricot'],
  ['linux', { XDG_DATA_HOME: '/xdg' }, '/xdg/apricot'],
  ['darwin', {}, '/home/an/Library/Application Support/Apricot'],
  ['win32', { APPDATA: '/roaming' }, '/roaming/Apricot'],
  ['win32', {}, join('/home/an', 'AppData', 'Roaming', 'Apricot')],
] as const)('on %s with %j everything is in %s', (platform, env, folder) => {
  expect(resolveDataDir(undefined, env, at(platform))).toBe(resolve(folder))
})
