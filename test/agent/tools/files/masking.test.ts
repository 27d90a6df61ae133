import { expect, it } from 'vitest'
import { masking } from '../../../../src/agent/tools/files/masking.ts'

it('takes the longest secret out first, so that nothing of it stays', () => {
  const mask = masking(['sk-abc', 'sk-abc-and-more', 'xyz'])
  expect(mask('one sk-abc-and-more, two sk-abc, xyz')).toBe('one ***, two ***, xyz')
})

it('takes out the beginning of a secret where a line was cut, but not of a short one', () => {
  const mask = masking(['sk-123456789', 'short12'])
  expect(mask('key sk-12345678')).toBe('key ***')
  expect(mask('key sk-1')).toBe('key ***')
  expect(mask('key sk-')).toBe('key sk-')
  expect(mask('key sk-12345 and more')).toBe('key sk-12345 and more')
  expect(mask('key short1')).toBe('key short1')
})

it('takes out each line of a secret that has several', () => {
  const mask = masking(['-----BEGIN-----\r\nMIIabc\r\n-----END-----'])
  expect(['-----BEGIN-----', ' MIIabc', '-----END-----'].map(mask)).toEqual(['***', ' ***', '***'])
})
