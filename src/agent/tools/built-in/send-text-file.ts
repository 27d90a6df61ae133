import { z } from 'zod'
import { cleanLine } from '../../kernel/text.ts'
import { defineTool, type Tool, ToolError } from '../tool.ts'

const mostCharacters = 200_000
/** Kinds of text that open by themselves nowhere: nothing that a double click would run. */
const extensions = new Set(
  (
    'txt md markdown csv tsv json jsonl html htm xml yaml yml toml ini conf log srt vtt lrc ass ics vcf tex bib ' +
    'py js mjs ts tsx jsx css scss vue sql java kt c h cpp hpp cs go rs rb php swift lua r m dart svg diff patch'
  ).split(' '),
)

const sendTextFile = defineTool({
  name: 'send_text_file',
  title: '发文本文件',
  group: '文件',
  risk: 'yellow',
  repeatable: false,
  parallel: false,
  timeoutMs: 310_000,
  description:
    '把一段文字做成文件发到当前聊天，适合很长的内容、代码和表格（csv）。马上发出去；之后不用再把内容说一遍。',
  input: z.strictObject({
    filename: z.string().describe('文件名，带扩展名，如 旅行计划.md；不能有路径'),
    content: z.string().describe(`文件内容，最多 ${mostCharacters} 字`),
  }),
  async run({ filename, content }, { send }) {
    const extension = extensionOf(filename)
    if (content === '') throw new ToolError('文件是空的，没有发')
    if (content.length > mostCharacters) {
      throw new ToolError(`内容有 ${content.length} 字，没有发：最多 ${mostCharacters} 字，分成几个文件`)
    }
    // Without a mark Excel takes a table for GBK and shows Chinese as rubbish.
    const text = extension === 'csv' && !content.startsWith('\ufeff') ? `\ufeff${content}` : content
    await send.file(filename, Buffer.from(text, 'utf8'))
    return `文件 ${filename} 发出去了`
  },
})

/** Things that a tool puts into the chat. */
export const sendTools: readonly Tool[] = [sendTextFile]

/** The extension of a name that may be used; a ToolError says what is wrong with one that may not. */
function extensionOf(name: string): string {
  if (/[/\\]/.test(name)) throw new ToolError('文件名里不能有 / 和 \\，只写名字')
  // What is cut off by cleaning could also make a name look like another one.
  if (name.length > 100 || cleanLine(name, 100) !== name || /[:*?"<>|]/.test(name) || name.startsWith('.')) {
    throw new ToolError('文件名不能用：最多 100 个字，不能有控制字符和 : * ? " < > |，不能用点开头')
  }
  const extension = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase()
  if (extension && extensions.has(extension)) return extension
  throw new ToolError(
    `文件名要以文本文件的扩展名结尾，如 .txt .md .csv .json .html .py；不能是 ${extension ? `.${extension}` : '没有扩展名'}`,
  )
}
