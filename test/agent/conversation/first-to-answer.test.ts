import { describe, expect, it } from 'vitest'
import { firstToAnswer } from '../../../src/agent/conversation/first-to-answer.ts'
import { ProblemError } from '../../../src/agent/kernel/problem.ts'

const broken = (code: string) => new ProblemError({ code, message: `${code} 出错`, hint: '换一个' })

/** Models by name: what they answer, or what they fail with. */
async function ask(answers: Record<string, string | Error>, names: string[], resting: string[] = []) {
  const asked: string[] = []
  const switches: string[] = []
  const controller = new AbortController()
  const answer = firstToAnswer(
    {
      names,
      models: {
        resolve: (name) =>
          name in answers
            ? { name }
            : { problem: { code: 'model.unknown', message: `没有 ${name}`, hint: '' } },
        resting: (name) => (resting.includes(name) ? 1 : null),
      },
      signal: controller.signal,
      switched: (from, to) => switches.push(`${from} → ${to}`),
    },
    async (name) => {
      asked.push(name)
      const known = answers[name]
      if (known instanceof Error) throw known
      return known
    },
  )
  return { answer: await answer.catch((error: unknown) => error), asked, switches }
}

describe('models in order', () => {
  it('the first that answers is taken', async () => {
    const { answer, asked, switches } = await ask({ a: '好', b: '好的' }, ['a', 'b'])
    expect([answer, asked, switches]).toEqual(['好', ['a'], []])
  })

  it('when one fails, the next is asked, and it is told', async () => {
    const { answer, asked, switches } = await ask({ a: broken('model.server'), b: '好' }, ['a', 'b'])
    expect([answer, asked, switches]).toEqual(['好', ['a', 'b'], ['a → b']])
  })

  it('one that rests is passed over, and asked when all rest', async () => {
    expect(await ask({ a: '好', b: '好' }, ['a', 'b'], ['a'])).toMatchObject({
      asked: ['b'],
      switches: ['a → b'],
    })
    expect(await ask({ a: '好', b: '好' }, ['a', 'b'], ['a', 'b'])).toMatchObject({
      asked: ['a'],
      switches: [],
    })
  })

  it('one that is not there any more is passed over', async () => {
    expect((await ask({ b: '好' }, ['a', 'b'])).answer).toBe('好')
  })

  it('when all fail, the failure of the first is told, with the others named', async () => {
    const { answer } = await ask({ a: broken('model.auth'), b: broken('model.server') }, ['a', 'b'])
    expect((answer as ProblemError).problem).toMatchObject({
      code: 'model.auth',
      hint: '换一个；备用的 b 也没有答上来',
    })
  })

  it('without any, it says what is wrong with the name', async () => {
    expect(((await ask({}, ['a'])).answer as ProblemError).problem.message).toBe('没有 a')
    expect(((await ask({}, [])).answer as ProblemError).problem.message).toBe('没有选模型')
  })

  it('what is no failure of a model is nobody else to be asked about', async () => {
    for (const error of [
      new Error('a bug'),
      new DOMException('stop', 'AbortError'),
      broken('storage.full'),
    ]) {
      expect(await ask({ a: error, b: '好' }, ['a', 'b'])).toMatchObject({ answer: error, asked: ['a'] })
    }
  })

  it('the same model is not asked twice', async () => {
    expect((await ask({ a: broken('model.server') }, ['a', 'a'])).asked).toEqual(['a'])
  })
})
