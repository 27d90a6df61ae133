import { createHash, randomUUID } from 'node:crypto'
import { z } from 'zod'
import { defineTool } from '../tool.ts'

export const hashTool = defineTool({
  name: 'hash',
  title: '哈希',
  group: '日常',
  offByDefault: true,
  risk: 'green',
  description: '算一段文字（按 UTF-8）的哈希值，返回十六进制。',
  input: z.strictObject({
    text: z.string().max(100_000).describe('要算的文字'),
    algorithm: z.enum(['md5', 'sha1', 'sha256', 'sha512']).default('sha256').describe('算法'),
  }),
  run: ({ text, algorithm }) => createHash(algorithm).update(text, 'utf8').digest('hex'),
})

export const uuidTool = defineTool({
  name: 'uuid',
  title: 'UUID',
  group: '日常',
  offByDefault: true,
  risk: 'green',
  description: '生成随机的 UUID（第 4 版），一行一个。',
  input: z.strictObject({ count: z.int().min(1).max(100).default(1).describe('要几个') }),
  run: ({ count }) => Array.from({ length: count }, () => randomUUID()).join('\n'),
})
