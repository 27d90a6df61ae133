import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import { head, withoutLoneSurrogates } from '../../kernel/text.ts'
import { ToolError, type ToolOutput } from '../tool.ts'

type Content = CallToolResult['content'][number]

/** Longest text that is taken over, in characters. */
const longest = 1_000_000
/** An error is read whole by a model, nothing of it is kept. */
const longestError = 2000
const mostPictures = 10

/**
 * What a model is given of a result: its texts, its pictures, and words about what neither is. Structured content only
 * stands in for missing text: it says the same. Throws a ToolError for a result that says it is an error.
 */
export function readResult(result: CallToolResult): ToolOutput {
  const { content, structuredContent, isError } = result
  const pictures = content.flatMap((part) =>
    part.type === 'image' && part.mimeType.startsWith('image/') ? [Buffer.from(part.data, 'base64')] : [],
  )
  const said = content.map(words).filter((text) => text !== '')
  const structured = said.length === 0 && structuredContent ? JSON.stringify(structuredContent) : ''
  const text = cut(withoutLoneSurrogates(said.join('\n') || structured))
  if (isError) throw saidError(text)
  const shown = pictures.slice(0, mostPictures)
  const note =
    pictures.length === 0 ? '' : `（有 ${pictures.length} 张图片${left(pictures.length - shown.length)}）`
  const all = [text, note].filter((part) => part !== '').join('\n')
  return shown.length === 0 ? all : { text: all, pictures: shown }
}

/** An error in the server's own words, which are data like everything it says. */
export function saidError(words: string): ToolError {
  const text = withoutLoneSurrogates(head(words.trim(), longestError))
  return new ToolError(text ? `服务器说：${text}` : '服务器没有说原因')
}

function words(part: Content): string {
  switch (part.type) {
    case 'text':
      return part.text
    case 'image':
      return part.mimeType.startsWith('image/') ? '' : `（一个 ${part.mimeType}，没有带上）`
    case 'audio':
      return `（一段声音，${part.mimeType}，${bytes(part.data)} 字节，没有带上）`
    case 'resource_link':
      return `资源 ${part.name}：${part.uri}${part.description ? `（${part.description}）` : ''}`
    case 'resource': {
      const { resource } = part
      if ('text' in resource) return resource.text
      const kind = resource.mimeType ? `${resource.mimeType}，` : ''
      return `（文件 ${resource.uri}，${kind}${bytes(resource.blob)} 字节，没有带上）`
    }
  }
}

function bytes(base64: string): number {
  return Buffer.byteLength(base64, 'base64')
}

function cut(text: string): string {
  if (text.length <= longest) return text
  const start = head(text, longest)
  return `${start}\n（太长了，后面的 ${text.length - start.length} 个字没有要）`
}

function left(count: number): string {
  return count > 0 ? `，后面的 ${count} 张没有要` : ''
}
