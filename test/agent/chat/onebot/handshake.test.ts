import { describe, expect, it } from 'vitest'
import { admit, type Candidate } from '../../../../src/agent/chat/onebot/handshake.ts'

const account = (id: string, fields: Partial<Candidate> = {}): Candidate => ({
  id,
  token: 'secret',
  selfId: null,
  path: null,
  ...fields,
})

function knock(headers: Record<string, string>, candidates: Candidate[], url = '/') {
  return admit({ url, headers: { 'x-self-id': '10001', ...headers }, remote: '127.0.0.1' }, candidates)
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

describe('the token', () => {
  it('B02: none where one is needed is 401', () => {
    expect(knock({}, [account('a')])).toMatchObject({ kind: 'refuse', status: 401, accountIds: ['a'] })
  })

  it.each(['other', 'secreT', 'secre', 'secret'.repeat(1000), '密'])('B07: %.20j is 403', (token) => {
    expect(knock(bearer(token), [account('a')])).toMatchObject({ kind: 'refuse', status: 403 })
  })

  it.each(['Bearer ', 'Bearer', 'Bearer whatever'])(
    'B04: %j is fine when none is configured',
    (authorization) => {
      const admission = knock({ authorization }, [account('a', { token: '' })])
      expect(admission).toMatchObject({ kind: 'admit', accountId: 'a' })
    },
  )

  it.each(['Token secret', 'bearer secret', 'TOKEN  secret '])('B05: %j counts', (authorization) => {
    expect(knock({ authorization }, [account('a')])).toMatchObject({ kind: 'admit', accountId: 'a' })
  })

  it('B06: the query counts, decoded', () => {
    const candidates = [account('a', { token: '秘 密+/=&' })]
    const query = `/?access_token=${encodeURIComponent('秘 密+/=&')}`
    expect(knock({}, candidates, query)).toMatchObject({ kind: 'admit', accountId: 'a' })
  })

  it('reads header bytes as UTF-8', () => {
    const token = Buffer.from('秘密').toString('latin1')
    expect(knock(bearer(token), [account('a', { token: '秘密' })])).toMatchObject({ accountId: 'a' })
  })
})

describe('the path and the headers', () => {
  it.each(['/', '/ws', '/ws/', '/onebot/v11', '/onebot/v11/ws', '/event/', '/api'])('accepts %s', (path) => {
    expect(knock(bearer('secret'), [account('a')], path)).toMatchObject({ kind: 'admit' })
  })

  it('B15: refuses another path and names the right ones', () => {
    const refusal = knock(bearer('secret'), [account('a')], '/nope?x=1')
    expect(refusal).toMatchObject({ kind: 'refuse', status: 404 })
    expect(refusal).toHaveProperty('reason', expect.stringContaining('「/nope」'))
    expect(refusal).toHaveProperty('reason', expect.stringContaining('/onebot/v11/ws'))
  })

  it("lets an account's own path lead to that account only", () => {
    const both = [account('a'), account('b', { path: '/bot/' })]
    expect(knock(bearer('secret'), both, '/bot')).toMatchObject({ kind: 'admit', accountId: 'b' })
  })

  it('B10: takes the role in any case, from the path, and for everything when it is absent', () => {
    const role = (headers: Record<string, string>, url = '/') => {
      const admission = knock({ ...bearer('secret'), ...headers }, [account('a')], url)
      return admission.kind === 'admit' ? admission.visitor.role : null
    }
    expect(role({ 'x-client-role': 'universal' })).toBe('universal')
    expect(role({ 'x-client-role': 'API' })).toBe('api')
    expect(role({ 'x-client-role': 'eVENT' })).toBe('event')
    expect(role({})).toBe('universal')
    expect(role({}, '/event')).toBe('event')
  })

  it.each(['abc', '1e9', '-5', '1.5', '9'.repeat(10_000), '0'])('B11: X-Self-ID %.10j is 400', (id) => {
    expect(knock({ ...bearer('secret'), 'x-self-id': id }, [account('a')])).toMatchObject({ status: 400 })
  })

  it('B18: a page in a browser is refused, token or not', () => {
    const origin = { origin: 'https://evil.example' }
    expect(knock(origin, [account('a', { token: '' })])).toMatchObject({ kind: 'refuse', status: 403 })
    expect(knock({ ...origin, ...bearer('secret') }, [account('a')])).toMatchObject({ status: 403 })
  })
})

describe('which account it is', () => {
  it('the pinned number decides first, and then its token has to be right', () => {
    const both = [account('a', { token: 'ta', selfId: '10001' }), account('b', { token: 'tb' })]
    expect(knock(bearer('ta'), both)).toMatchObject({ accountId: 'a' })
    expect(knock(bearer('tb'), both)).toMatchObject({ kind: 'refuse', status: 403, accountIds: ['a'] })
  })

  it('otherwise the token decides among those without a number', () => {
    const three = [account('a', { token: '' }), account('b', { token: 'tb' }), account('c', { token: 'tc' })]
    expect(knock(bearer('tc'), three)).toMatchObject({ accountId: 'c' })
    expect(knock(bearer('else'), three)).toMatchObject({ accountId: 'a' })
  })

  it('a number that fits none waits, and so does a connection without a number', () => {
    const pinned = [account('a', { selfId: '10002' })]
    expect(knock(bearer('secret'), pinned)).toMatchObject({ kind: 'admit', accountId: null })
    const nameless = admit({ url: '/', headers: bearer('secret'), remote: '' }, [account('a')])
    expect(nameless).toMatchObject({ kind: 'admit', accountId: null, visitor: { selfId: null } })
  })
})
