import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigStore } from '../../../src/agent/config/config-store.ts'
import { Secrets } from '../../../src/agent/config/secrets.ts'
import { SettingsEditor } from '../../../src/agent/settings/editor.ts'
import type { ChatRecord } from '../../../src/agent/storage/chats.ts'
import { type ImportResult, Imports } from '../../../src/agent/transfer/imports.ts'
import { exportAll, exportChat } from '../../../src/agent/transfer/own/export.ts'
import type { TransferFile } from '../../../src/agent/transfer/piece.ts'
import type { Config } from '../../../src/shared/config.ts'
import type { ExportedPart } from '../../../src/shared/ipc.ts'
import type { ImportItem, ImportPreview } from '../../../src/shared/moving.ts'
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts'
import { openTestStorage, type TestStorage } from '../../support/open-test-storage.ts'
import { tempDir } from '../../support/temp-dir.ts'

/** The bot's number in these tests. */
export const selfId = '3000000001'

export interface Room extends AsyncDisposable {
  readonly storage: TestStorage
  readonly editor: SettingsEditor
  readonly secrets: Secrets
  readonly clock: FakeClock
  readonly config: Config
  /** Chats the panel was told about. */
  readonly shown: ChatRecord[]
  preview(...files: TransferFile[]): Promise<ImportPreview>
  apply(files: TransferFile[], choice?: { selfId?: string; skip?: number[] }): Promise<ImportResult>
  exportAll(): Promise<ExportedPart[]>
  exportChat(chatId: number): Promise<ExportedPart[]>
}

/** Real tables, a real config file and the real editor, with nothing in them. */
export async function openRoom(): Promise<Room> {
  const dir = await tempDir()
  const storage = await openTestStorage()
  const clock = createFakeClock()
  const secrets = new Secrets(dir.path)
  const config = new ConfigStore(dir.path, secrets)
  const editor = new SettingsEditor({ config, storage, clock })
  const shown: ChatRecord[] = []
  const imports = new Imports({
    storage,
    editor,
    config: () => config.value,
    now: () => clock.now(),
    chatChanged: (chat) => shown.push(chat),
  })
  const exported = { storage, app: '0.0.0', config: () => config.value, now: () => clock.now() }
  const parts = async (one: (next: string) => Promise<ExportedPart>) => {
    const all: ExportedPart[] = []
    for (let next: string | null = ''; next !== null; next = all.at(-1)?.next ?? null)
      all.push(await one(next))
    return all
  }
  return {
    storage,
    editor,
    secrets,
    clock,
    get config() {
      return config.value
    },
    shown,
    preview: (...files) => imports.preview(files),
    apply: (files, { selfId = '', skip = [] } = {}) => imports.apply(files, { selfId, skip: new Set(skip) }),
    exportAll: () => parts((next) => exportAll(exported, next)),
    exportChat: (chatId) => {
      const chat = storage.chats.get(chatId) as ChatRecord
      return parts((next) => exportChat(exported, chat, next))
    },
    async [Symbol.asyncDispose]() {
      await storage[Symbol.asyncDispose]()
      await dir[Symbol.asyncDispose]()
    },
  }
}

const fixtures = join(import.meta.dirname, '../../fixtures')

/** Files of AI_chat's folder, by their paths in it; all of them without names. */
export function aiChatFiles(...names: string[]): TransferFile[] {
  const folder = join(fixtures, 'ai-chat')
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) =>
    name.replaceAll('\\', '/'),
  )
  const wanted = names.length > 0 ? names : all.filter((name) => name.endsWith('.json')).sort()
  return wanted.map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }))
}

export function fixture(name: string): string {
  return readFileSync(join(fixtures, name), 'utf8')
}

export function json(name: string, value: unknown): TransferFile {
  return { name, text: JSON.stringify(value) }
}

/** The parts of an export as one file. */
export function fileOf(parts: readonly ExportedPart[]): TransferFile {
  return { name: parts[0]?.name ?? '', text: parts.map(({ text }) => text).join('') }
}

/** Everything that is said about an item, as one text. */
export function told(item: ImportItem | undefined): string {
  return [
    item?.problem?.message,
    item?.problem?.hint,
    ...(item?.carries ?? []),
    ...(item?.leaves ?? []),
  ].join('\n')
}

/** What is stored, message by message, without what the store gives out itself. */
export function talkOf(storage: TestStorage, chat: ChatRecord | undefined) {
  return storage.messages
    .after(chat?.id ?? 0, 0, 200_000)
    .map(({ id: _id, chatId: _chat, anchor: _anchor, turnId: _turn, ...message }) => message)
}
