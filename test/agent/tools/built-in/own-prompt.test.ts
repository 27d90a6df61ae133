import { expect, it } from 'vitest'
import { promptTools } from '../../../../src/agent/tools/built-in/own-prompt.ts'
import { ruleFor } from '../../../../src/agent/tools/permission.ts'
import { RiskMatrix } from '../../../../src/shared/tools.ts'
import { acting, saysNo } from '../../conversation/acting.ts'
import { call } from './calling.ts'

async function chatWith(text: string) {
  const kept = { text }
  const at = await acting()
  const prompt = { get: () => kept.text, set: (text: string) => void Object.assign(kept, { text }) }
  const run = (verb: string, input: object = {}) =>
    call(promptTools, `prompt_service_${verb}_prompt`, input, { ...at.context, prompt })
  return { kept, run }
}

it('S0-48: shows the prompt of the chat, its first 5,000 characters', async () => {
  expect(await (await chatWith('')).run('view')).toBe('这个聊天没有专属提示词')
  expect(await (await chatWith('像猫一样')).run('view')).toBe('像猫一样')
  const long = String(await (await chatWith('长'.repeat(5003))).run('view'))
  expect(long).toBe(`${'长'.repeat(5000)}\n（后面还有 3 字）`)
})

it('S0-48: changes it, and says how it begins', async () => {
  const { kept, run } = await chatWith('旧的')
  expect(await run('set', { prompt_content: ' 像猫一样 ' })).toBe('专属提示词改成了：像猫一样')
  expect(kept.text).toBe('像猫一样')
  expect(await run('set', { prompt_content: '长'.repeat(5000) })).toBe(
    `专属提示词改成了：${'长'.repeat(100)}…`,
  )
})

it.each([
  [' \n', /空的/],
  ['长'.repeat(5001), /5001 字.*最多 5000 字/],
])('S0-48: does not change it to %.5j', async (prompt_content, why) => {
  const { kept, run } = await chatWith('旧的')
  expect(await saysNo(run('set', { prompt_content }))).toMatch(why)
  expect(kept.text).toBe('旧的')
})

it('S0-48: takes it away', async () => {
  const { kept, run } = await chatWith('旧的')
  expect(await run('delete')).toBe('专属提示词去掉了')
  expect(kept.text).toBe('')
  expect(await run('delete')).toMatch(/本来就没有/)
})

it('D0-31: reads and changes it where it is kept, and holds no copy of it', async () => {
  const { kept, run } = await chatWith('旧的')
  await run('view')
  kept.text = '别人刚改的'
  expect(await run('view')).toBe('别人刚改的')
  await run('set', { prompt_content: '新的' })
  expect(await run('view')).toBe('新的')
})

it('may be changed by whom the command lets, and looked at by everybody', () => {
  const policy = { rules: {}, matrix: RiskMatrix.parse({}), options: {} }
  const rulesOf = (role: 'owner' | 'trusted' | 'member') =>
    promptTools.map((tool) => ruleFor(tool, role, policy))
  expect(rulesOf('owner')).toEqual(['allow', 'allow', 'allow'])
  expect(rulesOf('trusted')).toEqual(['allow', 'allow', 'allow'])
  expect(rulesOf('member')).toEqual(['allow', 'deny', 'deny'])
})
