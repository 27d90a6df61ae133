import { expect, it } from 'vitest'
import { settle } from '../../../support/fake-clock.ts'
import { waitFor } from '../../../support/wait-for.ts'
import { openRoom } from './web-room.ts'

it('computes numbers exactly, with units, percent, lists and the signs that people type', async () => {
  const { call } = openRoom()
  const value = async (expression: string) => (await call('calculate', { expression })).split(' = ').at(-1)
  expect(await value('0.1+0.2')).toBe('0.3')
  expect(await value('2^64')).toBe('18446744073709551616')
  expect(await value('1/3')).toBe('0.33333333333333')
  expect(await value('200*15%')).toBe('30')
  expect(await value('5 km to m')).toBe('5000 m')
  expect(await value('20 celsius to fahrenheit')).toBe('68 fahrenheit')
  expect(await value('sin(30 deg)')).toBe('0.5')
  expect(await value('mean([1,2,3,6])')).toBe('3')
  expect(await value('３×４÷２')).toBe('6')
  expect(await value('（1＋2）×5²')).toBe('75')
  expect(await value('√9+√(16)')).toBe('7')
  expect(await value('2**10=')).toBe('1024')
  expect(await value('7 > 5')).toBe('是')
  expect(await value('hex(255)')).toBe('0xff')
})

it('says in plain words what is wrong', async () => {
  const { call } = openRoom()
  const words = (expression: string) => call('calculate', { expression })
  expect(await words('1/0')).toBe('算出来的不是一个数：除以了零，或者数太大')
  expect(await words('2*(3+')).toBe('算式在第 6 个字符那里写得不对')
  expect(await words('foo+1')).toBe('不认识「foo」')
  expect(await words('bar(2)')).toBe('没有「bar」这个函数')
  expect(await words('3 m + 2 s')).toBe('单位对不上，这两种量不能放在一起算')
  expect(await words('9^9^9^9')).toContain('数太大')
  expect(await words('1'.repeat(501))).toContain('expression')
})

const forbidden = [
  'import({})',
  'createUnit("x")',
  'evaluate("1")',
  'parse("1")',
  'simplify("x+x")',
  'derivative("x^2","x")',
  'reviver()',
  'ones(100000000)',
  'zeros(30000,30000)',
  '1:100000000',
  'f(x)=f(x)',
  'a=1',
  'a=[1,1];b=[a,a];[b,b]',
  '[[1,2],[3,4]]',
  '"text"',
  '{a:1}',
  'cos.constructor',
  '[1].map(x)',
]

it('computes nothing that could reach out, or take all memory in one piece', async () => {
  const { call, desk } = openRoom()
  const words = /^(没有「.*」这个函数|只能算一个式子|不算矩阵|算式里不能有文字)/
  for (const expression of forbidden) expect(await call('calculate', { expression })).toMatch(words)
  expect(await call('calculate', { expression: '1+1' })).toBe('1+1 = 2')
  expect(desk.threads).toBe(1)
})

it('ends a calculation after 2 s, and goes on with the next one', async () => {
  const { call, clock, desk } = openRoom()
  await call('calculate', { expression: '1+1' })
  let words = ''
  void call('calculate', { expression: 'factorial(10^9)' }).then((told) => {
    words = told
  })
  const next = call('calculate', { expression: '1+2' })
  await waitFor('the end', async () => {
    clock.advance(100)
    await settle()
    return words
  })
  expect(words).toBe('算了 2 秒还没有算完，不算了。把式子拆小一点')
  expect(await next).toBe('1+2 = 3')
  expect(desk.threads).toBe(1)
})
