import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import { JobFault } from './jobs.ts'

/** Where text tells its own character set: of HTML and of XML. */
const declared =
  /<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)|^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)/i
const declaredWithin = 4096
const mostUnpacked = 5_000_000

/** A body as it arrived. */
export interface Body {
  readonly bytes: Uint8Array
  /** Without parameters, in lower case; '' when none was told. */
  readonly contentType: string
  /** '' when none was told. */
  readonly charset: string
  /** How it is packed; '' for not at all. */
  readonly encoding: string
}

/** A body as text, and whether that is HTML. Throws a {@link JobFault} for what is no text. */
export function textOf(body: Body): { text: string; isHtml: boolean } {
  const bytes = unpacked(body)
  const kind = kindOf(body.contentType, bytes)
  if (kind === 'other') throw new JobFault(notText(body.contentType, bytes))
  const text = decoded(bytes, body.charset)
  return { text, isHtml: kind === 'html' || (kind === 'unknown' && /^\s*</.test(text)) }
}

function unpacked({ bytes, encoding }: Body): Uint8Array {
  const options = { maxOutputLength: mostUnpacked }
  try {
    if (encoding === '') return bytes
    if (encoding === 'gzip' || encoding === 'x-gzip') return gunzipSync(bytes, options)
    if (encoding === 'deflate') return inflateSync(bytes, options)
    if (encoding === 'br') return brotliDecompressSync(bytes, options)
  } catch (error) {
    const isLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
    throw new JobFault(isLarge ? '网页超过了 5 MB，没有读' : '网页的压缩包坏了，读不出来')
  }
  throw new JobFault(`网页用「${encoding.slice(0, 40)}」压缩，读不出来`)
}

function kindOf(contentType: string, bytes: Uint8Array): 'html' | 'text' | 'unknown' | 'other' {
  if (bytes.subarray(0, 1000).includes(0) && !hasWideMark(bytes)) return 'other'
  if (isPdf(bytes)) return 'other'
  if (/^(text\/html|application\/xhtml\+xml)$/.test(contentType)) return 'html'
  if (/^text\/|[/+](json|xml|yaml|x-yaml|javascript|x-ndjson)$/.test(contentType)) return 'text'
  return contentType === '' || contentType === 'application/octet-stream' ? 'unknown' : 'other'
}

function hasWideMark([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
}

function isPdf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '%PDF-'
}

function notText(contentType: string, bytes: Uint8Array): string {
  if (isPdf(bytes) || contentType === 'application/pdf') return '这个地址是 PDF，不是网页，读不了'
  if (contentType.startsWith('image/')) return '这个地址是图片，不是网页，读不了'
  if (/^(audio|video)\//.test(contentType)) return '这个地址是音频或者视频，不是网页，读不了'
  return contentType === ''
    ? '这个地址是文件，不是网页，读不了'
    : `这个地址是文件（${contentType.slice(0, 80)}），不是网页，读不了`
}

/** By what stands at its beginning, then by what the server said, then by what it says itself, then by how it looks. */
function decoded(bytes: Uint8Array, told: string): string {
  const beginning = Buffer.from(bytes.subarray(0, declaredWithin)).toString('latin1')
  const [, html, xml] = declared.exec(beginning) ?? []
  const decoder = markedDecoder(bytes) ?? decoderFor(told) ?? decoderFor(html ?? xml ?? '')
  if (decoder) return decoder.decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // What is no UTF-8 and says nothing is most likely an old Chinese page.
    return new TextDecoder('gb18030').decode(bytes)
  }
}

function markedDecoder(bytes: Uint8Array): TextDecoder | null {
  const [first, second] = bytes
  if (first === 0xef && second === 0xbb) return new TextDecoder('utf-8')
  if (!hasWideMark(bytes)) return null
  return new TextDecoder(first === 0xff ? 'utf-16le' : 'utf-16be')
}

function decoderFor(label: string): TextDecoder | null {
  try {
    return label === '' ? null : new TextDecoder(label)
  } catch {
    return null
  }
}
