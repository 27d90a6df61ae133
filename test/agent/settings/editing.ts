import { ConfigStore } from '../../../src/agent/config/config-store.ts'
import { Secrets } from '../../../src/agent/config/secrets.ts'
import { SettingsEditor } from '../../../src/agent/settings/editor.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { openTestStorage } from '../../support/open-test-storage.ts'
import { addressOf } from '../../support/records.ts'
import { tempDir } from '../../support/temp-dir.ts'

/** Settings of a new bot with one chat, 三人群, to be changed and read back. */
export async function editing() {
  const dir = await tempDir()
  const storage = await openTestStorage()
  const secrets = new Secrets(dir.path)
  const config = new ConfigStore(dir.path, secrets)
  const clock = createFakeClock()
  const editor = new SettingsEditor({ config, storage, clock })
  const chat = storage.chats.at(addressOf('group', '30001'), '三人群')
  const own = () => storage.chats.get(chat.id)?.settings
  /** Changes the global configuration as somebody would who sees the newest revision. */
  const set = (path: string[], value: never) => editor.editConfig(editor.revision, [{ path, set: value }])
  return {
    editor,
    clock,
    config,
    secrets,
    storage,
    chat,
    own,
    set: (path: string, value: unknown) => set(path.split('.'), value as never),
    /** The chat as it is now. */
    get here() {
      return storage.chats.get(chat.id) ?? chat
    },
    newest: () => editor.changes(undefined, 1)[0],
    async [Symbol.asyncDispose]() {
      await storage[Symbol.asyncDispose]()
      await dir[Symbol.asyncDispose]()
    },
  }
}
