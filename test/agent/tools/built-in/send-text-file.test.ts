import { expect, it } from 'vitest'
import { sendTools } from '../../../../src/agent/tools/built-in/send-text-file.ts'
import { acting, saysNo } from '../../conversation/acting.ts'
import { call } from './calling.ts'

async function sendFile(filename: string, content: string) {
  const at = await acting()
  const run = call(sendTools, 'send_text_file', { filename, content }, at.context)
  return { at, run }
}

function sentBytes(params: Record<string, unknown> | undefined): Buffer {
  return Buffer.from(String(params?.file).replace('base64://', ''), 'base64')
}

it("D0-44: writes a text and sends it to the chat over the account's own connection", async () => {
  const { at, run } = await sendFile('旅行计划.md', '# 第一天\n看海 🌊')
  expect(await run).toBe('文件 旅行计划.md 发出去了')
  const params = at.qq.calls('upload_group_file')[0]?.params
  expect(params).toMatchObject({ group_id: 20001, name: '旅行计划.md' })
  expect(sentBytes(params).toString()).toBe('# 第一天\n看海 🌊')
  expect(at.qq.opened).toBe(1)
  expect(at.rows()).toMatchObject([{ text: '[文件：旅行计划.md]', delivery: 'sent' }])
})

it('marks a table as UTF-8, once', async () => {
  for (const content of ['名,数', '\ufeff名,数']) {
    const { at, run } = await sendFile('a.CSV', content)
    await run
    expect(sentBytes(at.qq.calls('upload_group_file')[0]?.params).toString()).toBe('\ufeff名,数')
  }
})

it.each([
  ['../a.txt', /\/ 和 \\/],
  ['C:\\a.txt', /\/ 和 \\/],
  ['a\n.txt', /控制字符/],
  ['gpj\u202etxt.md', /控制字符/],
  ['a:b.txt', /不能用/],
  ['.txt', /不能用点开头/],
  [`${'a'.repeat(100)}.txt`, /最多 100 个字/],
  ['跑一下.exe', /不能是 \.exe/],
  ['跑一下.bat', /不能是 \.bat/],
  ['没有', /没有扩展名/],
  ['a.txt ', /不能用/],
])('does not send a file called %j', async (filename, why) => {
  const { at, run } = await sendFile(filename, '内容')
  expect(await saysNo(run)).toMatch(why)
  expect(at.qq.calls('upload_group_file')).toEqual([])
})

it.each([
  ['', /空的/],
  ['长'.repeat(200_001), /200001 字.*最多 200000 字/],
])('does not send %.5s', async (content, why) => {
  const { at, run } = await sendFile('a.txt', content)
  expect(await saysNo(run)).toMatch(why)
  expect(at.qq.calls('upload_group_file')).toEqual([])
})

it('tells the model why it did not arrive', async () => {
  const at = await acting({ qq: { unsupported: ['upload_group_file'] } })
  const input = { filename: 'a.txt', content: '内容' }
  expect(await saysNo(call(sendTools, 'send_text_file', input, at.context))).toMatch(/^QQ 端不支持发文件/)
})
