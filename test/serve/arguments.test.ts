import { expect, test } from 'vitest'
import { parseServeArguments } from '../../src/serve/arguments.ts'

test('without arguments the panel is on this machine only, on port 6710', () => {
  expect(parseServeArguments([], { APRICOT_DATA: '/data/bot' })).toEqual({
    dataDir: '/data/bot',
    port: 6710,
    host: '127.0.0.1',
  })
})

test('arguments may be joined by a sign or stand apart, and go before the environment', () => {
  const argv = ['--data=/data/asked', '--port', '0', '--host', '::1']
  expect(parseServeArguments(argv, { APRICOT_DATA: '/data/bot' })).toEqual({
    dataDir: '/data/asked',
    port: 0,
    host: '::1',
  })
})

test('with a token, the panel may be opened to other machines', () => {
  const token = '0123456789abcdef'
  const read = parseServeArguments(['--host', '0.0.0.0'], { APRICOT_PANEL_TOKEN: token })
  expect(read).toMatchObject({ host: '0.0.0.0', token })
})

test.each([
  [['--prot', '1'], {}, '--prot'],
  [['6710'], {}, '6710'],
  [['--port'], {}, '--port'],
  [['--port', '65536'], {}, '65536'],
  [['--port', '-1'], {}, '--port'],
  [['--port', '1e3'], {}, '1e3'],
  [['--host', '0.0.0.0'], {}, 'APRICOT_PANEL_TOKEN|令牌'],
  [['--host', '127.evil.example'], {}, '127.evil.example'],
  [[], { APRICOT_PANEL_TOKEN: 'short' }, 'APRICOT_PANEL_TOKEN'],
])('%j with %j is refused, naming what is wrong', (argv, env, named) => {
  expect(() => parseServeArguments(argv, env)).toThrow(new RegExp(named))
})
