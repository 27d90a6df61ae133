import { ProblemError } from '../kernel/problem.ts'
import type { OpenProvider } from './endpoint.ts'
import { openAICompatible } from './openai-compatible/provider.ts'

/** Every kind of provider by its name in the configuration. */
const kinds: Readonly<Record<string, OpenProvider>> = {
  'openai-compatible': openAICompatible,
}

/** What opens providers of a kind. Throws ProblemError `model.kind` for one that is not in the list. */
export function providerKind(kind: string): OpenProvider {
  const open = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined
  if (open) return open
  throw new ProblemError({
    code: 'model.kind',
    message: `不认识「${kind}」这种提供商`,
    hint: `能用的有：${Object.keys(kinds).join('、')}`,
  })
}
