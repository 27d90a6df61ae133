import { expect, it } from 'vitest'
import { quietSpan } from '../../../src/agent/inbox/quiet-hours.ts'

const at = (hours: number, minutes = 0) => new Date(2026, 10, 22, hours, minutes).getTime()

it('lies between its ends, the last minute not included', () => {
  expect(quietSpan(['12:00-13:30'], at(11, 59))).toBeNull()
  expect(quietSpan(['12:00-13:30'], at(12))).toBe('12:00-13:30')
  expect(quietSpan(['12:00-13:30'], at(13, 30))).toBeNull()
})

it('goes over midnight', () => {
  const night = ['23:00-07:30']
  expect(quietSpan(night, at(23))).not.toBeNull()
  expect(quietSpan(night, at(3))).not.toBeNull()
  expect(quietSpan(night, at(7, 30))).toBeNull()
  expect(quietSpan(night, at(12))).toBeNull()
})

it('may be several, or the whole day', () => {
  expect(quietSpan(['01:00-02:00', '12:00-13:00'], at(12, 5))).toBe('12:00-13:00')
  expect(quietSpan(['00:00-00:00'], at(17))).toBe('00:00-00:00')
})
