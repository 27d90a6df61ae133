import type { MarkedToken } from 'marked'

export type ReadBlocks = (text: string) => MarkedToken[]

let reader: Promise<ReadBlocks> | undefined

/** How to read the blocks of a text (paragraphs, lists, tables …); what is in them is not looked into. */
export function blockReader(): Promise<ReadBlocks> {
  // Few answers have such blocks: the package is loaded for the first that has.
  reader ??= loadReader()
  return reader
}

async function loadReader(): Promise<ReadBlocks> {
  const { Lexer, Tokenizer } = await import('marked')

  /** Without what swallows text (definitions, HTML) and what people write without meaning Markdown. */
  class ChatTokenizer extends Tokenizer {
    override code = () => undefined
    override def = () => undefined
    override html = () => undefined
    override lheading = () => undefined

    /** `>_<` is a face. */
    override blockquote(text: string) {
      return /^ {0,3}>+(?:[ \t]|\n|$)/.test(text) ? super.blockquote(text) : undefined
    }

    /** A sum goes on with `+ 1`; a mark alone is no item. */
    override list(text: string) {
      return /^ {0,3}(?:\+|(?:[-*]|\d{1,9}[.)])[ \t]*(?:\n|$))/.test(text) ? undefined : super.list(text)
    }
  }

  return (text) =>
    new Lexer({ gfm: true, tokenizer: new ChatTokenizer() }).blockTokens(text, []) as MarkedToken[]
}
