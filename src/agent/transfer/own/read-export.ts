import { mostCharacters } from '../../../shared/character.ts'
import { isRecord } from '../../kernel/record.ts'
import { breathe } from '../batches.ts'
import { type Json, shorten, valueAt } from '../fields.ts'
import { readJsonLine } from '../json-text.ts'
import { nothing, type Piece, refused, type TransferFile } from '../piece.ts'
import { accessPieces } from './access-piece.ts'
import { characterPiece } from './character-piece.ts'
import { type OwnChat, ownChatPiece } from './chat-piece.ts'
import { configPiece } from './config-piece.ts'
import { readHeader } from './header.ts'
import { type PastVersion, readMessage, readVersion } from './read-records.ts'
import { mostVersions, mostVersionsInAll, nothingUnknown, skipped, type Unknown } from './unknown.ts'

/** What stands in an export, record by record, before anything is made of it. */
interface Contents {
  config: Json | null
  readonly coreVersions: PastVersion[]
  readonly characters: Map<number, { json: Json; versions: PastVersion[] }>
  readonly chats: Map<string, OwnChat>
  /** Of all prompts. */
  versions: number
  readonly unknown: Unknown
}

/** Lines read between two moments for everybody else. */
const stride = 200
/** Names of unknown things that are told. */
const mostNames = 20
/** Chats of one file. */
const mostChats = 20_000

/** The things in an export, of this version or an older one. Never throws for what stands in it. */
export async function readExport({ name: file, text }: TransferFile): Promise<Piece[]> {
  const title = shorten(file.replace(/^.*[\\/]/, ''), 60)
  const header = readHeader(text)
  if ('problem' in header) return [refused(file, title, header.problem)]
  const contents = await readContents(text)
  const { config, characters, chats, unknown } = contents
  const pieces: Piece[] = [
    ...(config
      ? [configPiece(file, config, contents.coreVersions), ...accessPieces(file, config.config as Json)]
      : []),
    ...[...characters.values()].map(({ json, versions }) => characterPiece(file, json, versions)),
    ...[...chats.values()].map((chat) => ownChatPiece(file, chat, header.id)),
  ]
  const told = skipped(unknown)
  if (told.length > 0)
    pieces.push({ title, file, rank: 'settings', plan: () => ({ ...nothing(), faults: told }) })
  if (pieces.length > 0) return pieces
  return [refused(file, title, { code: 'import.empty', message: '里面什么也没有', hint: '再导出一次试试' })]
}

async function readContents(text: string): Promise<Contents> {
  const contents: Contents = {
    config: null,
    coreVersions: [],
    characters: new Map(),
    chats: new Map(),
    versions: 0,
    unknown: nothingUnknown(),
  }
  let number = 1
  for (const line of linesBehindFirst(text)) {
    if (++number % stride === 0) await breathe()
    if (line.trim() === '') continue
    const value = readJsonLine(line)
    if (isRecord(value) && take(contents, value)) continue
    contents.unknown.lines++
    contents.unknown.firstLine ||= number
  }
  return contents
}

/** False when a record is not what its type says. */
function take(contents: Contents, json: Json): boolean {
  const type = valueAt(json, 'type')
  const { unknown } = contents
  if (typeof type !== 'string') return false
  const known = Object.hasOwn(fieldsOf, type) ? fieldsOf[type] : undefined
  if (!known) {
    if (unknown.types.size < mostNames) unknown.types.add(shorten(type, 40))
    return true
  }
  for (const key in json)
    if (!known.has(key) && unknown.fields.size < mostNames) unknown.fields.add(`${type}.${shorten(key, 40)}`)
  if (type === 'config') {
    const config = valueAt(json, 'config')
    if (!isRecord(config)) return false
    contents.config = json
    return true
  }
  if (type === 'character') return takeCharacter(contents, json)
  if (type === 'promptVersion' && valueAt(json, 'chat') === undefined) return takeVersion(contents, json)
  return takeOfChat(contents, type, json)
}

function takeCharacter({ characters, unknown }: Contents, json: Json): boolean {
  const id = valueAt(json, 'id')
  if (typeof id !== 'number' || characters.has(id)) return false
  if (characters.size >= mostCharacters) unknown.surplus++
  else characters.set(id, { json, versions: [] })
  return true
}

function takeVersion(contents: Contents, json: Json): boolean {
  const id = valueAt(json, 'character')
  const { characters, coreVersions } = contents
  return keepVersion(contents, id === undefined ? coreVersions : characters.get(id as number)?.versions, json)
}

function keepVersion(contents: Contents, place: PastVersion[] | undefined, json: Json): boolean {
  const { unknown } = contents
  const version = readVersion(json)
  if (!version) return false
  if (!place) unknown.orphans++
  else if (place.length >= mostVersions) {
    place.shift()
    place.push(version)
    unknown.versions++
  } else if (contents.versions >= mostVersionsInAll) unknown.versions++
  else {
    place.push(version)
    contents.versions++
  }
  return true
}

function takeOfChat(contents: Contents, type: string, json: Json): boolean {
  const { chats, unknown } = contents
  const name = valueAt(json, 'chat')
  const found = typeof name === 'string' ? /^(\d{5,20})\/(qq_(private|group)_(\d{1,20}))$/.exec(name) : null
  if (!found) return false
  const [chatName, selfId = '', , kind, id = ''] = found
  let chat = chats.get(chatName)
  if (!chat && chats.size >= mostChats) {
    unknown.surplus++
    return true
  }
  if (!chat) {
    const at = { selfId, kind: kind === 'group' ? 'group' : 'private', id } as const
    chat = { name: chatName, at, record: null, messages: [], versions: [], context: null, summaries: [] }
    chats.set(chatName, chat)
  }
  if (type === 'chat') chat.record = json
  else if (type === 'context') chat.context = json
  else if (type === 'summary') chat.summaries.push(json)
  else if (type === 'promptVersion') return keepVersion(contents, chat.versions, json)
  else {
    const message = readMessage(json)
    if (!message) return false
    chat.messages.push(message)
  }
  return true
}

function* linesBehindFirst(text: string): Generator<string> {
  for (let from = text.indexOf('\n') + 1; from > 0 && from < text.length; ) {
    const end = text.indexOf('\n', from)
    yield text.slice(from, end < 0 ? undefined : end)
    from = end + 1
  }
}

/** Fields of each type of record. */
const fieldsOf: Readonly<Record<string, ReadonlySet<string>>> = {
  config: new Set(['type', 'config', 'character']),
  character: new Set(['type', 'id', 'name', 'avatar', 'prompt', 'greeting', 'settings']),
  promptVersion: new Set(['type', 'chat', 'character', 'text', 'name', 'at']),
  chat: new Set(['type', 'chat', 'title', 'viaGroup', 'settings', 'character', 'speakers']),
  message: new Set([
    ...['type', 'chat', 'id', 'anchor', 'from', 'kind', 'senderId', 'name', 'groupRole', 'text', 'at'],
    ...['platformId', 'replyTo', 'quote', 'images', 'reason', 'rule', 'delivery', 'problem', 'recalled'],
  ]),
  context: new Set(['type', 'chat', 'from', 'beforeClear', 'cutFrom']),
  summary: new Set(['type', 'chat', 'from', 'upto', 'text', 'by', 'at']),
}
