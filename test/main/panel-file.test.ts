import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { panelFile, pictureHash } from '../../src/main/panel-file.ts'

const root = resolve('/app/out/renderer')

test.each([
  ['app://panel/', 'index.html', 'text/html; charset=utf-8'],
  ['app://panel/index.html?x=1#/chats', 'index.html', 'text/html; charset=utf-8'],
  ['app://panel/assets/main-1a2b.js', join('assets', 'main-1a2b.js'), 'text/javascript; charset=utf-8'],
  ['app://panel/assets/inter.woff2', join('assets', 'inter.woff2'), 'font/woff2'],
])('%s is %s', (address, name, contentType) => {
  expect(panelFile(root, address)).toEqual({ path: join(root, name), contentType })
})

test.each([
  'app://other/index.html',
  'app://panel/..%2fmain%2findex.js',
  'app://panel/%2e%2e%2f%2e%2e%2fpackage.json',
  'app://panel/..%5c..%5cpackage.json',
  'app://panel/index.html%00.js',
  'app://panel/%E0%A4%A',
  'app://panel/assets/',
  'app://panel/program.exe',
  'app://panel/x.constructor',
])('%s is nothing', (address) => {
  expect(panelFile(root, address)).toBeNull()
})

test('dots that a browser would resolve stay inside', () => {
  expect(panelFile(root, 'app://panel/../../package.json')?.path).toBe(join(root, 'package.json'))
})

const hash = '0123456789abcdef'.repeat(4)

test('a picture is named by its hash', () => {
  expect(pictureHash(`app://panel/media/${hash}`)).toBe(hash)
  expect(pictureHash(`app://panel/media/${hash}?x=1`)).toBe(hash)
  expect(panelFile(root, `app://panel/media/${hash}`)).toBeNull()
})

test.each([
  `app://other/media/${hash}`,
  `app://panel/media/${hash.toUpperCase()}`,
  `app://panel/media/${hash.slice(1)}`,
  `app://panel/media/${hash}/x`,
  `app://panel/media/..%2f${hash}`,
  `app://panel/x/../media/${hash}.js`,
  'app://panel/media/',
])('%s is no picture', (address) => {
  expect(pictureHash(address)).toBeNull()
})
