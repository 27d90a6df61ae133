import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyEdits } from '../../../src/agent/config/edit.ts'
import type { EditOp } from '../../../src/shared/ipc.ts'

const config = () => ({
  botName: '小杏',
  accounts: [
    { id: 'a', title: '甲' },
    { id: 'b', title: '乙' },
  ],
  providers: [{ id: 'local', models: [{ name: 'qwen/7b', vision: false }] }],
  inbox: { ignoredUsers: ['10000'] },
})
const edited = (...ops: EditOp[]) => applyEdits(config(), ops)

describe('an edit', () => {
  it('sets a field and tells what it replaced', () => {
    expect(edited({ path: ['botName'], set: '小桃' })).toMatchObject({
      value: { botName: '小桃' },
      edits: [{ path: ['botName'], before: '小杏', after: '小桃' }],
    })
  })

  it('finds entries by their id or name, wherever they stand in the list', () => {
    const { value } = edited(
      { path: ['accounts', 'b', 'title'], set: '丙' },
      { path: ['providers', 'local', 'models', 'qwen/7b', 'vision'], set: true },
    )
    expect(value.accounts.map(({ title }) => title)).toEqual(['甲', '丙'])
    expect(value.providers[0]?.models[0]?.vision).toBe(true)
  })

  it('adds, replaces and removes entries', () => {
    const { value, edits } = edited(
      { path: ['accounts', 'c'], set: { id: 'c', title: '丙' } },
      { path: ['accounts', 'a'], set: { id: 'a', title: '新甲' } },
      { path: ['accounts', 'b'], remove: true },
    )
    expect(value.accounts).toEqual([
      { id: 'a', title: '新甲' },
      { id: 'c', title: '丙' },
    ])
    expect(edits.map(({ before }) => before)).toEqual([
      undefined,
      { id: 'a', title: '甲' },
      { id: 'b', title: '乙' },
    ])
  })

  it('sets a list of plain values as a whole', () => {
    const { value } = edited({ path: ['inbox', 'ignoredUsers'], set: ['1', '2'] })
    expect(value.inbox.ignoredUsers).toEqual(['1', '2'])
  })

  it('makes the objects around a field that is not there yet', () => {
    expect(applyEdits({}, [{ path: ['history', 'tokens'], set: 500 }]).value).toEqual({
      history: { tokens: 500 },
    })
  })

  it('removes nothing where nothing is', () => {
    const { value } = edited({ path: ['accounts', 'z'], remove: true }, { path: ['nothing'], remove: true })
    expect(value).toEqual(config())
  })

  it('leaves what it edits alone until it is taken', () => {
    const before = config()
    applyEdits(before, [
      { path: ['accounts', 'a', 'title'], set: '新' },
      { path: ['accounts', 'b'], remove: true },
    ])
    expect(before).toEqual(config())
  })

  it('keeps its record of what was when a later edit of the same call changes that', () => {
    const { edits } = edited(
      { path: ['accounts', 'a'], set: { id: 'a', title: '新' } },
      { path: ['accounts', 'a', 'title'], set: '更新' },
    )
    expect(edits[0]?.after).toEqual({ id: 'a', title: '新' })
    expect(edits[1]?.before).toBe('新')
  })

  it.each([[['accounts', 'z', 'title']], [['botName', 'deeper']], [['inbox', 'ignoredUsers', '10000', 'x']]])(
    'refuses the path %j, which leads nowhere',
    (path) => {
      expect(() => edited({ path, set: 'x' })).toThrow(
        expect.objectContaining({ problem: expect.objectContaining({ code: 'edit.path' }) }),
      )
    },
  )
})

describe('a hostile path', () => {
  it('cannot reach a prototype', () => {
    for (const path of [
      ['__proto__'],
      ['__proto__', 'paused'],
      ['inbox', '__proto__'],
      ['accounts', 'a', '__proto__'],
    ]) {
      expect(() => edited({ path, set: { paused: true } })).toThrow(
        expect.objectContaining({ problem: expect.objectContaining({ code: 'edit.path' }) }),
      )
    }
    expect(Object.hasOwn(Object.prototype, 'paused')).toBe(false)
  })

  it('never changes what all objects share, whatever it is', () => {
    const shared = () =>
      [Object.prototype, Array.prototype, Function.prototype].map((one) => Reflect.ownKeys(one))
    const before = shared()
    const key = fc.constantFrom(
      '__proto__',
      'constructor',
      'prototype',
      'accounts',
      'a',
      'toString',
      '0',
      'length',
    )
    fc.assert(
      fc.property(fc.array(key, { minLength: 1, maxLength: 5 }), (path) => {
        try {
          const { value } = edited({ path, set: { polluted: true } })
          expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
        } catch (error) {
          expect(error).toMatchObject({ problem: { code: 'edit.path' } })
        }
        expect(shared()).toEqual(before)
      }),
    )
  })
})
