import type { Problem } from '../../shared/problem.ts'
import { isRecord } from '../kernel/record.ts'
import { chatPiece } from './ai-chat/chat.ts'
import { imageSettingsPiece } from './ai-chat/images.ts'
import { modelServerPiece } from './ai-chat/model-server.ts'
import { qqClientPiece } from './ai-chat/qq-client.ts'
import { corePromptIn, skippedReplyIn, systemPiece } from './ai-chat/system.ts'
import { searchSettingsPiece } from './ai-chat/unused.ts'
import { breathe } from './batches.ts'
import { cardPiece, isCard } from './card.ts'
import { type Json, shorten, valueAt } from './fields.ts'
import { readJson } from './json-text.ts'
import { isExport } from './own/header.ts'
import { readExport } from './own/read-export.ts'
import { type Piece, refused, type TransferFile } from './piece.ts'

export type Source = 'apricot' | 'ai-chat' | 'sillytavern'

export interface ReadFiles {
  /** In the order of the files. */
  readonly pieces: Piece[]
  /** What most of the files are of. */
  readonly source: Source
  readonly corePrompts: string[]
  /** Whether there are chats that do not say which account they belong to. */
  readonly needsAccount: boolean
}

/** What a file is, once it is opened. */
type Kind = 'export' | 'card' | 'system' | 'history' | 'image' | 'server' | 'client' | 'search' | 'unknown'

interface Opened {
  readonly file: TransferFile
  readonly kind: Kind
  readonly json: Json
  readonly problem: Problem | null
}

/** Longest file, in characters. */
const longestFile = 16_000_000
/** AI_chat's own, unless its settings say otherwise. */
const builtInSkippedReply = '已跳过此信息'

/**
 * Finds out what files are and what is in them. Never throws for what that is.
 * @param skippedReply what is set here to stand for an answer where there was none.
 */
export async function readFiles(files: readonly TransferFile[], skippedReply: string): Promise<ReadFiles> {
  const opened: Opened[] = []
  for (const file of files) {
    opened.push(await open(file))
    await breathe()
  }
  const systems = opened
    .filter(({ kind }) => kind === 'system')
    .map(({ json }) => valueAt(json, 'system') as Json)
  const skippedReplies = new Set(
    [builtInSkippedReply, skippedReply, ...systems.map(skippedReplyIn)].filter(Boolean),
  )
  const pieces: Piece[] = []
  for (const one of opened) {
    pieces.push(...(await piecesOf(one, skippedReplies)))
    await breathe()
  }
  return {
    pieces: withoutDoubles(pieces),
    source: sourceOf(opened),
    corePrompts: systems.map(corePromptIn).filter(Boolean),
    needsAccount: opened.some(({ kind }) => kind === 'history'),
  }
}

async function open(file: TransferFile): Promise<Opened> {
  const nobody = { file, json: {}, problem: null }
  if (file.text.length > longestFile) return { ...nobody, kind: 'unknown', problem: tooLong }
  if (isExport(file.text)) return { ...nobody, kind: 'export' }
  const read = await readJson(file.text)
  if ('problem' in read) return { ...nobody, kind: 'unknown', problem: read.problem }
  if (!isRecord(read.value)) return { ...nobody, kind: 'unknown', problem: noBraces }
  return { file, json: read.value, kind: kindOf(file.name, read.value), problem: null }
}

function kindOf(path: string, json: Json): Kind {
  const name = path.replace(/^.*[\\/]/, '').toLowerCase()
  const inside = (key: string, inner: string) => {
    const value = valueAt(json, key)
    return isRecord(value) && Object.hasOwn(value, inner)
  }
  if (isCard(json)) return 'card'
  if (isRecord(valueAt(json, 'system'))) return 'system'
  if (inside('data', 'messages') || Object.hasOwn(json, 'chat_id')) return 'history'
  if (inside('connection', 'base_url') || name === 'lmstudio_config.json') return 'server'
  if (inside('connection', 'ws_url') || name === 'napcat_client.json') return 'client'
  if (inside('cache', 'default_ttl_seconds') || name === 'image_config.json') return 'image'
  if (Object.hasOwn(json, 'default_API_key') || name === 'aisearch_config.json') return 'search'
  return 'unknown'
}

async function piecesOf(
  { file, kind, json, problem }: Opened,
  skipped: ReadonlySet<string>,
): Promise<Piece[]> {
  const { name } = file
  switch (kind) {
    case 'export':
      return readExport(file)
    case 'card':
      return [cardPiece(file, json)]
    case 'system':
      return [systemPiece(name, valueAt(json, 'system') as Json)]
    case 'history':
      return [await chatPiece(name, json, skipped)]
    case 'server':
      return [modelServerPiece(name, json)]
    case 'client':
      return [qqClientPiece(name, json)]
    case 'image':
      return [imageSettingsPiece(name, json)]
    case 'search':
      return [searchSettingsPiece(name, json)]
    case 'unknown':
      return [refused(name, shorten(name.replace(/^.*[\\/]/, ''), 60), problem ?? unknownFile(name))]
  }
}

/** Of what stands twice in the files, the first counts. */
function withoutDoubles(pieces: readonly Piece[]): Piece[] {
  const seen = new Set<string>()
  return pieces.map((piece) => {
    if (piece.identity === undefined) return piece
    if (!seen.has(piece.identity)) {
      seen.add(piece.identity)
      return piece
    }
    return refused(piece.file, piece.title, {
      code: 'import.double',
      message: '这次选的文件里已经有一份了，只用前面那份',
      hint: '要用这一份，就单独导入它',
    })
  })
}

function sourceOf(opened: readonly Opened[]): Source {
  const kinds = opened.map(({ kind }) => kind).filter((kind) => kind !== 'unknown')
  if (kinds.includes('export')) return 'apricot'
  return kinds.length > 0 && kinds.every((kind) => kind === 'card') ? 'sillytavern' : 'ai-chat'
}

const hint = '能导入的有：杏桃的导出、AI_chat 的 system.json 和 chat/history、角色卡'

const tooLong: Problem = {
  code: 'import.too-long',
  message: `超过了 ${longestFile / 1_000_000} MB`,
  hint: '分成几个小一点的文件再导入',
}

const noBraces: Problem = { code: 'import.unknown', message: '最外层不是一对花括号 { }', hint }

function unknownFile(path: string): Problem {
  const isSystem = /system\.json$/i.test(path)
  return {
    code: 'import.unknown',
    message: isSystem ? '里面没有 system 这一组设置' : '不认识这种文件',
    hint: isSystem ? '看看是不是 AI_chat 的 plugins/system.json' : hint,
  }
}
