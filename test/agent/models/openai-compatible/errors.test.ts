import { describe, expect, it } from 'vitest'
import {
  badAnswerProblem,
  brokenProblem,
  refusedProblem,
} from '../../../../src/agent/models/openai-compatible/errors.ts'
import { maskKeys, vendorWords } from '../../../../src/agent/models/openai-compatible/vendor-words.ts'

const target = {
  title: '小店',
  model: 'qwen',
  baseUrl: 'https://user:pw@api.shop.example/v1',
  apiKey: 'abcdef123',
  headerValues: ['team-secret'],
  proxy: '',
  pictures: false,
}

function broken(code: string, baseUrl = target.baseUrl) {
  const error = Object.assign(new Error(code), { code })
  return brokenProblem({ ...target, baseUrl }, error, 10)?.problem
}

function refused(status: number, body: unknown, extra: object = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return refusedProblem(target, { status, body: text, ...extra }, Date.UTC(2026, 0, 1)).problem
}

describe('the error dictionary', () => {
  it.each([
    ['ENOTFOUND', 'model.dns'],
    ['EAI_AGAIN', 'model.dns'],
    ['ECONNREFUSED', 'model.refused'],
    ['ENETUNREACH', 'model.refused'],
    ['ETIMEDOUT', 'model.timeout.connect'],
    ['CERT_HAS_EXPIRED', 'model.tls'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'model.tls'],
    ['ECONNRESET', 'model.cut'],
    ['HPE_INVALID_CONSTANT', 'model.bad-answer'],
    ['ERR_INVALID_URL', 'model.not-found'],
  ])('knows %s as %s', (code, expected) => {
    expect(broken(code)).toMatchObject({ code: expected })
    expect(broken(code)?.hint).not.toBe('')
  })

  it('leaves alone what it does not know: that is a bug, not an expected failure', () => {
    expect(broken('EWHATEVER')).toBeUndefined()
    expect(brokenProblem(target, new TypeError('x is undefined'), 10)).toBeNull()
  })

  it('shows the host, never the user, password or key', () => {
    const all = [
      broken('ECONNREFUSED'),
      refused(404, 'no abcdef123, no team-secret'),
      badAnswerProblem({ ...target, baseUrl: 'https://user:pw@api.shop.example' }, '<html>abcdef123</html>')
        .problem,
    ]
    const shown = JSON.stringify(all)
    expect(shown).toContain('api.shop.example')
    expect(shown).not.toContain('user')
    expect(shown).not.toContain('pw@')
    expect(shown).not.toContain('abcdef123')
    expect(shown).not.toContain('team-secret')
  })

  it('recognises an empty balance behind any status', () => {
    expect(refused(429, { error: { code: 'insufficient_quota', message: 'You exceeded' } }).code).toBe(
      'model.balance',
    )
    expect(refused(403, { message: '账户余额不足' }).code).toBe('model.balance')
  })

  it.each([
    ['17', '17 秒后再试'],
    ['0.2', '1 秒后再试'],
    ['Thu, 01 Jan 2026 00:01:30 GMT', '90 秒后再试'],
    ['soon', '过一会儿再试'],
  ])('reads Retry-After: %s', (retryAfter, sentence) => {
    expect(refused(429, {}, { retryAfter }).hint).toContain(sentence)
  })

  it('suggests the model list when the address has its version', () => {
    expect(refused(404, {}).hint).toContain('获取列表')
    for (const path of ['/api/paas/v4', '/v1beta/openai', '/api/v3/']) {
      const problem = refusedProblem(
        { ...target, baseUrl: `https://x.example${path}` },
        { status: 404, body: '' },
        0,
      )
      expect(problem.problem.hint).toContain('获取列表')
    }
  })

  it('notices an address that was copied too far', () => {
    const baseUrl = 'https://x.example/v1/chat/completions'
    const { hint } = refusedProblem({ ...target, baseUrl }, { status: 404, body: '' }, 0).problem
    expect(hint).toBe('地址只写到前面为止，试试 https://x.example/v1')
  })

  it.each([
    [400, { error: { code: 'data_inspection_failed', message: 'x' } }, 'model.filtered'],
    [400, { error: { message: 'Content Exists Risk' } }, 'model.filtered'],
    [403, { error: { message: 'Country, region, or territory not supported' } }, 'model.auth'],
    [405, {}, 'model.not-found'],
    [407, {}, 'model.proxy-login'],
    [408, {}, 'model.timeout.server'],
    [413, {}, 'model.too-large'],
    [422, {}, 'model.bad-request'],
    [429, { error: { code: 'insufficient_quota' } }, 'model.balance'],
    [529, {}, 'model.server'],
  ])('knows %i %j as %s', (status, body, code) => {
    const problem = refused(status, body)
    expect(problem.code).toBe(code)
    expect(problem.hint).not.toBe('')
    expect(problem.message).toContain(String(status))
  })

  it('suspects the proxy where one is in between', () => {
    const through = { ...target, proxy: '127.0.0.1:7890' }
    expect(refusedProblem(through, { status: 502, body: '' }, 0).problem.message).toContain(
      '代理 127.0.0.1:7890',
    )
    const error = Object.assign(new Error('x'), { code: 'ENOTFOUND' })
    expect(brokenProblem(through, error, 10)?.problem.code).toBe('model.proxy')
  })

  it('explains the usual reasons of a 400', () => {
    expect(refused(400, { error: { message: 'maximum context length is 8192 tokens' } }).hint).toContain(
      '太长',
    )
    expect(refused(400, { error: { message: 'model does not support tools' } }).hint).toContain('「工具」')
  })
})

describe("a vendor's words", () => {
  it.each([
    ['{"error":{"message":"bad  key","code":"x1"}}', 'x1: bad key'],
    ['{"detail":[{"msg":"field required"}]}', 'field required'],
    ['{"error":"plain"}', 'plain'],
    ['[{"error":{"message":"listed"}}]', 'listed'],
    ['<html><title>502 Bad Gateway</title><body>nginx</body>', '502 Bad Gateway'],
    ['just text', 'just text'],
    ['{"x":1}', '{"x":1}'],
    ['', ''],
  ])('are found in %s', (body, words) => {
    expect(vendorWords(body, '')).toBe(words)
  })

  it('hold no key, whole or starred, and no token', () => {
    const text = maskKeys('Incorrect key sk-proj-abc123***wxyz, got Bearer tok-en and mykey99', 'mykey99')
    expect(text).toBe('Incorrect key sk-•••, got Bearer ••• and •••')
  })

  it('are short', () => {
    expect(vendorWords('x'.repeat(5000), '').length).toBe(300)
  })
})
