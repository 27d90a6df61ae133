import { expect, it } from 'vitest'
import { ProblemError } from '../../../src/agent/kernel/problem.ts'
import { providerKind } from '../../../src/agent/models/provider-kinds.ts'
import { Provider } from '../../../src/shared/config.ts'

it('every kind of provider in the configuration can be opened', () => {
  for (const kind of Provider.shape.kind.unwrap().options) expect(providerKind(kind)).toBeTypeOf('function')
})

it.each(['nonsense', 'toString', ''])('S2-07 an unknown kind is an error, not another kind: %j', (kind) => {
  expect(() => providerKind(kind)).toThrow(ProblemError)
  expect(() => providerKind(kind)).toThrow(`不认识「${kind}」这种提供商`)
})
