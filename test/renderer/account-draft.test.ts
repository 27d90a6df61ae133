import { beforeAll, describe, expect, test } from 'vitest'
import { startI18n } from '../../src/renderer/i18n/i18n.ts'
import {
  complaintAboutDraft,
  draftOfAccount,
  draftOfPending,
  newAccountId,
  newDraft,
  opsOfAccountChange,
  opsOfNewAccount,
  remarkAboutDraft,
} from '../../src/renderer/pages/accounts/account-draft.ts'
import { accountName } from '../../src/renderer/pages/accounts/connection-words.ts'
import { napcatSnippet } from '../../src/renderer/pages/accounts/napcat-snippet.ts'
import { Account } from '../../src/shared/config.ts'

beforeAll(startI18n)

const server = Account.parse({
  id: 'qq',
  mode: 'server',
  title: '小杏',
  accessToken: { $secret: 'accounts/qq/accessToken' },
})
const client = Account.parse({ id: 'qq-2', mode: 'client', url: 'ws://127.0.0.1:3001' })

function saved(draft: Parameters<typeof opsOfNewAccount>[1]): Account {
  const [op] = opsOfNewAccount('qq', draft)
  if (!op || !('set' in op)) throw new Error('Nothing to save')
  return Account.parse(op.set)
}

describe('a new account', () => {
  test('one that listens is saved with its address and token', () => {
    expect(saved({ ...newDraft('server', 'abc'), title: ' 小杏 ' })).toEqual({
      ...server,
      accessToken: 'abc',
    })
  })

  test('one that dials is saved with the address to dial and no listener', () => {
    expect(saved({ ...newDraft('client', 'abc'), url: ' ws://nas:3001 ' })).toMatchObject({
      mode: 'client',
      url: 'ws://nas:3001',
      accessToken: '',
    })
  })

  test('one that is already knocking keeps its number and listener', () => {
    const pending = { id: 'p', at: 1, remote: '127.0.0.1', selfId: '10001', host: '0.0.0.0', port: 6701 }
    expect(saved(draftOfPending(pending, 't'))).toMatchObject({
      selfId: '10001',
      host: '0.0.0.0',
      port: 6701,
    })
  })

  test('its id is the first free one', () => {
    expect(newAccountId(new Set())).toBe('qq')
    expect(newAccountId(new Set(['qq', 'qq-2']))).toBe('qq-3')
  })

  test('what cannot work is refused in words', () => {
    expect(complaintAboutDraft(newDraft('server', ''))).toBeNull()
    expect(complaintAboutDraft({ ...newDraft('server', ''), port: null })).toContain('端口')
    expect(complaintAboutDraft({ ...newDraft('server', ''), host: ' ' })).toContain('监听')
    expect(complaintAboutDraft({ ...newDraft('client', ''), url: 'http://nas:3001' })).toContain('ws://')
  })

  test('an open port without a token is pointed out, a local one is not', () => {
    expect(remarkAboutDraft({ ...newDraft('server', ''), host: '0.0.0.0' })).toContain('令牌')
    expect(remarkAboutDraft({ ...newDraft('server', 'abc'), host: '0.0.0.0' })).toContain('IP')
    expect(remarkAboutDraft(newDraft('server', ''))).toBeNull()
  })
})

describe('changing an account', () => {
  test.each([server, client])('an untouched one is no edit', (account) => {
    expect(opsOfAccountChange(account, draftOfAccount(account))).toEqual([])
  })

  test('only what differs is edited', () => {
    const draft = { ...draftOfAccount(server), port: 6701, accessToken: 'new' }
    expect(opsOfAccountChange(server, draft)).toEqual([
      { path: ['accounts', 'qq', 'accessToken'], set: 'new' },
      { path: ['accounts', 'qq', 'port'], set: 6701 },
    ])
  })
})

test('the snippet is one entry that NapCat reads', () => {
  expect(JSON.parse(napcatSnippet('ws://127.0.0.1:6700', 'abc'))).toEqual({
    name: 'apricot',
    enable: true,
    url: 'ws://127.0.0.1:6700',
    messagePostFormat: 'array',
    reportSelfMessage: false,
    reconnectInterval: 5000,
    token: 'abc',
    heartInterval: 30_000,
  })
})

test('an account is called by the best name there is', () => {
  expect(accountName({ id: 'qq', title: '', nickname: '杏子', selfId: '10001' })).toBe('杏子')
  expect(accountName({ id: 'qq', title: '', nickname: null, selfId: null })).toBe('qq')
})
