import { describe, expect, it } from 'vitest'
import { openRoom } from './web-room.ts'

it('describes every tool as an object that vendors take', () => {
  for (const { parameters, risk, group } of openRoom().tools.filter((tool) => tool.group === '日常')) {
    expect([parameters.type, risk, group]).toEqual(['object', 'green', '日常'])
  }
})

describe('uuid', () => {
  it('D2-24: takes a whole number as its count', async () => {
    const made = (await openRoom().call('uuid', { count: 3 })).split('\n')
    expect(new Set(made).size).toBe(3)
    for (const one of made)
      expect(one).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
  })

  it('makes one by itself, and no more than 100', async () => {
    const { call } = openRoom()
    expect((await call('uuid', {})).split('\n')).toHaveLength(1)
    expect((await call('uuid', { count: 100 })).split('\n')).toHaveLength(100)
    for (const count of [0, 101, 1.5, '3']) expect(await call('uuid', { count })).toContain('count')
  })
})

it.each([
  ['md5', '900150983cd24fb0d6963f7d28e17f72'],
  ['sha1', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
  ['sha256', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
])('hash: %s of abc', async (algorithm, hash) => {
  expect(await openRoom().call('hash', { text: 'abc', algorithm })).toBe(hash)
})

it('hash: takes UTF-8, SHA-256 by itself, and no other algorithm', async () => {
  const { call } = openRoom()
  expect(await call('hash', { text: '杏桃', algorithm: 'sha512' })).toMatch(/^[\da-f]{128}$/)
  expect(await call('hash', { text: 'abc' })).toMatch(/^ba7816bf/)
  expect(await call('hash', { text: 'abc', algorithm: 'crc32' })).toContain('algorithm')
})

describe('get_time', () => {
  const at = { now: () => new Date('2025-12-11T06:00:05Z') }

  it('tells the time of a zone in words and as ISO 8601', async () => {
    const { call } = openRoom()
    const shanghai = await call('get_time', { timezone: 'Asia/Shanghai' }, at)
    expect(shanghai).toContain('2025年12月11日星期四')
    expect(shanghai).toContain('14:00:05（Asia/Shanghai）')
    const iso = (timezone: string) => call('get_time', { timezone, format: 'iso' }, at)
    expect(await iso('Asia/Shanghai')).toBe('2025-12-11T14:00:05+08:00')
    expect(await iso('America/New_York')).toBe('2025-12-11T01:00:05-05:00')
    expect(await iso('Asia/Kolkata')).toBe('2025-12-11T11:30:05+05:30')
    expect(await iso('UTC')).toBe('2025-12-11T06:00:05+00:00')
  })

  it('takes the zone of this computer by itself', async () => {
    const iso = await openRoom().call('get_time', { format: 'iso' }, at)
    expect(new Date(iso)).toEqual(new Date('2025-12-11T06:00:05Z'))
  })

  it('says so of a zone that there is not', async () => {
    expect(await openRoom().call('get_time', { timezone: 'Mars/Base' }, at)).toBe(
      '没有「Mars/Base」这个时区，要写成 Asia/Shanghai 这样',
    )
  })
})

describe('random', () => {
  it('gives whole numbers between both ends, these included', async () => {
    const made = await openRoom().call('random', { kind: 'number', min: 3, max: 5, count: 100 })
    expect(new Set(made.split('、'))).toEqual(new Set(['3', '4', '5']))
  })

  it('rolls dice and adds them up', async () => {
    const [, rolls = '', sum] =
      /^3d6\+2：([\d、]+)，合计 (\d+)$/.exec(
        await openRoom().call('random', { kind: 'dice', dice: '3d6+2' }),
      ) ?? []
    const values = rolls.split('、').map(Number)
    expect(values.every((value) => value >= 1 && value <= 6)).toBe(true)
    expect(values).toHaveLength(3)
    expect(Number(sum)).toBe(values.reduce((total, one) => total + one, 2))
  })

  it('draws some without repeating, and mixes up all', async () => {
    const { call } = openRoom()
    const items = ['甲', '乙', '丙', '丁']
    const drawn = (await call('random', { kind: 'choose', items, count: 3 })).split('\n')
    expect([drawn.length, new Set(drawn).size, drawn.every((one) => items.includes(one))]).toEqual([
      3,
      3,
      true,
    ])
    expect((await call('random', { kind: 'shuffle', items })).split('\n').sort()).toEqual([...items].sort())
  })

  it.each<[object, string]>([
    [{ kind: 'number', min: 5, max: 3 }, '最小值 5 比最大值 3 还大'],
    [{ kind: 'dice', dice: '六个' }, '看不懂骰子'],
    [{ kind: 'dice', dice: '999d6' }, '一次掷 1 到 100 个骰子'],
    [{ kind: 'dice', dice: '2d1' }, '至少要有 2 面'],
    [{ kind: 'choose' }, '没有给 items'],
    [{ kind: 'choose', items: ['甲'], count: 2 }, '只有 1 个选项'],
    [{ kind: 'coin' }, 'kind'],
  ])('says what is wrong with %j', async (input, words) => {
    expect(await openRoom().call('random', input)).toContain(words)
  })
})
