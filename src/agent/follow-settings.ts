import type { Config } from '../shared/config.ts'
import { showCharacters } from './characters/live-characters.ts'
import type { ConfigStore } from './config/config-store.ts'
import type { Secrets } from './config/secrets.ts'
import type { Inbox } from './inbox/inbox.ts'
import type { Lifetime } from './kernel/lifetime.ts'
import type { SettingsEditor } from './settings/editor.ts'
import { patternProblem } from './settings/patterns.ts'
import type { ChatBoard } from './state/chat-board.ts'
import type { PanelState } from './state/panel-state.ts'
import type { ProblemBoard } from './state/problem-board.ts'
import type { Storage } from './storage/storage.ts'

export interface FollowedParts {
  readonly config: ConfigStore
  readonly editor: SettingsEditor
  readonly secrets: Secrets
  readonly topics: PanelState['topics']
  readonly storage: Storage
  readonly problems: ProblemBoard
  readonly boards: { readonly chats: ChatBoard }
  readonly inbox: Inbox
  /** Makes everything else equal to the configuration. */
  apply(value: Config): void
}

/** What turns that are ended by it say. */
export const pausedNow = '回复已暂停'

/** Lets settings take effect as they change: those of the program, of a chat, of a character. */
export function followSettings(life: Lifetime, parts: FollowedParts): void {
  const { config, editor, secrets, topics, storage, problems, boards, inbox, apply } = parts
  const showPatterns = () =>
    problems.set('patterns', patternProblem(config.value.defaults), {
      severity: 'warning',
      page: '/settings',
    })
  const show = () =>
    topics.config.patch({ revision: editor.revision, config: config.value, secrets: secrets.states() })
  showPatterns()
  let applied = config.value
  life.defer(
    config.onChange(() => {
      const { value } = config
      showPatterns()
      show()
      if (value.paused !== applied.paused) {
        topics.app.set('paused', value.paused)
        if (value.paused) inbox.stopAll(pausedNow)
      }
      if (value.access !== applied.access || value.defaults !== applied.defaults) boards.chats.refreshAll()
      applied = value
      apply(value)
    }),
  )
  life.defer(editor.onRevision((revision) => topics.config.set('revision', revision)))
  life.defer(
    editor.onChatChange((chat) => {
      boards.chats.refresh(chat)
      if (editor.settingsOf(chat).allowed === false) inbox.stopChat(chat.id, { reason: '这个聊天被关掉了' })
      inbox.review()
    }),
  )
  const showCharacter = showCharacters(topics.characters, storage)
  life.defer(
    editor.onCharacterChange((id) => {
      showCharacter(id)
      boards.chats.refreshAll()
      inbox.review()
    }),
  )
  config.watch(life)
  show()
}
