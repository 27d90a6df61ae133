import { expect, it } from 'vitest'
import { faceName } from '../../../../src/agent/chat/onebot/faces.ts'

it.each([
  ['0', '惊讶'],
  ['14', '微笑'],
  ['101', '坏笑'],
  ['124', 'OK'],
  ['182', '笑哭'],
  ['247', '口罩护体'],
  ['260', '搬砖中'],
  ['277', '汪汪'],
  ['355', '耶'],
  ['392', '龙年快乐'],
  ['484', '比爱心'],
])('calls face %s %s', (id, name) => {
  expect(faceName(id)).toBe(name)
})

it.each(['17', '9999', '-1', '', 'constructor'])('calls the unknown face %j by its id', (id) => {
  expect(faceName(id)).toBe(id)
})
