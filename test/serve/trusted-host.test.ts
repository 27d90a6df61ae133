import { hostname } from 'node:os'
import { expect, test } from 'vitest'
import { isOwnOrigin, isTrustedHost } from '../../src/serve/trusted-host.ts'

test.each(['127.0.0.1:6710', 'localhost:6710', 'LOCALHOST', '[::1]:6710', '127.8.8.8:1'])(
  '%s is this machine',
  (host) => {
    expect(isTrustedHost(host, '127.0.0.1')).toBe(true)
  },
)

test.each([
  undefined,
  '',
  'evil.example:6710',
  'localhost.evil.example',
  '127.0.0.1.evil.example',
  '127.evil.example',
  '192.168.1.5:6710',
  'user@localhost',
  'localhost:6710/path',
  'localhost; connect-src *',
  '[::1]evil.example',
])('%s is not, for a panel of this machine only', (host) => {
  expect(isTrustedHost(host, '127.0.0.1')).toBe(false)
})

test('a panel for other machines is reached by any address and by the names of this machine', () => {
  for (const host of ['192.168.1.5:8080', '[fd00::5]:80', hostname(), 'panel.lan:80', 'localhost:6710']) {
    expect([host, isTrustedHost(host, 'panel.lan')]).toEqual([host, true])
  }
  expect(isTrustedHost('evil.example', '0.0.0.0')).toBe(false)
})

test('only the page of the very same host and port is our own', () => {
  expect(isOwnOrigin('http://localhost:6710', 'localhost:6710')).toBe(true)
  expect(isOwnOrigin('https://panel.lan', 'panel.lan')).toBe(true)
  for (const origin of [
    undefined,
    'null',
    'http://localhost:6711',
    'http://127.0.0.1:6710',
    'http://localhost',
  ]) {
    expect([origin, isOwnOrigin(origin, 'localhost:6710')]).toEqual([origin, false])
  }
})
