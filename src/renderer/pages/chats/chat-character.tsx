import { useId } from 'react'
import type { Character } from '../../../shared/character.ts'
import type { ChatSettingsView } from '../../../shared/ipc.ts'
import { hrefTo } from '../../app/router.ts'
import { t } from '../../i18n/i18n.ts'
import { editChat } from '../../live/edit.ts'
import { useTopic } from '../../live/use-topic.ts'
import { PromptEditor } from '../../prompts/prompt-editor.tsx'
import { PromptLength } from '../../prompts/prompt-length.tsx'
import { PromptPreviewButton } from '../../prompts/prompt-preview.tsx'
import { restoreOps } from '../../prompts/prompt-restore.ts'
import { PromptVersions } from '../../prompts/prompt-versions.tsx'
import { usePromptDraft } from '../../prompts/use-prompt-draft.ts'
import type { Source } from '../../ui/source-chip.tsx'
import { CharacterSelect } from './character-select.tsx'
import styles from './chat-character.module.css'
import { chatTitle } from './chat-rows.ts'
import { Setting } from './setting.tsx'

interface ChatCharacterProps {
  chatId: number
  view: ChatSettingsView
}

const selectCharacters = (characters: Record<string, Character>) => characters

/** Whom the bot plays in this chat, and what it is told here on top of that. */
export function ChatCharacter({ chatId, view }: ChatCharacterProps) {
  const characters = useTopic('characters', selectCharacters) ?? {}
  const character = characters[view.values.character] ?? null
  return (
    <>
      <Played chatId={chatId} view={view} characters={characters} />
      <OwnPrompt key={chatId} chatId={chatId} view={view} character={character} />
    </>
  )
}

interface PlayedProps extends ChatCharacterProps {
  characters: Record<string, Character>
}

function Played({ chatId, view, characters }: PlayedProps) {
  const id = useId()
  const played = view.values.character
  const name = characters[played]?.name
  const choose = (next: number) =>
    void editChat(
      chatId,
      [{ path: ['character'], set: next }],
      next === 0
        ? t('这个聊天不再扮演角色')
        : t('这个聊天换成「{{name}}」', { name: characters[next]?.name ?? '' }),
    )
  const reset = () => void editChat(chatId, [{ path: ['character'], remove: true }], t('角色跟着全局走'))
  return (
    <div className={styles.played}>
      <Setting id={id} title={t('角色')} source={view.sources.character ?? 'default'} onReset={reset}>
        <CharacterSelect id={id} value={played} characters={Object.values(characters)} onChange={choose} />
      </Setting>
      <p className={styles.links}>
        {name !== undefined && (
          <a href={hrefTo(`/characters/${played}`)}>{t('去改「{{name}}」', { name })}</a>
        )}
        <a href={hrefTo('/characters')}>{t('所有角色')}</a>
      </p>
    </div>
  )
}

interface OwnPromptProps extends ChatCharacterProps {
  character: Character | null
}

/** This chat's own prompt, saved by its button. */
function OwnPrompt({ chatId, view, character }: OwnPromptProps) {
  const id = useId()
  const scope = `chat:${chatId}`
  const saved = view.values.prompt
  const source = view.sources.prompt ?? 'default'
  const draft = usePromptDraft(scope, saved)
  const core = useTopic('config', ({ config }) => config.corePrompt) ?? ''
  const title = useTopic('chats', (chats) => (chats[chatId] ? chatTitle(chats[chatId]) : '')) ?? ''

  const save = () =>
    void editChat(chatId, [{ path: ['prompt'], set: draft.text }], t('提示词已保存，下一条就生效'))
  const reset = async () => {
    if (await editChat(chatId, [{ path: ['prompt'], remove: true }], t('已恢复为全局的提示词')))
      draft.forget()
  }
  const restore = async (text: string) => {
    const ops = restoreOps(['prompt'], text, draft.unsaved)
    if (await editChat(chatId, ops, t('已恢复成那一版，下一条就生效'))) draft.type(text)
  }
  return (
    <>
      <Setting
        id={id}
        title={t('这个聊天的提示词')}
        source={source}
        character={character?.name}
        onReset={() => void reset()}
        help={helpOf(source)}
      >
        <PromptEditor
          id={id}
          draft={draft}
          onSave={save}
          rows={{ minRows: 5, maxRows: 16 }}
          placeholder={t('比如：这是一个摄影群，谈参数时先说光圈，再说快门。')}
        />
      </Setting>
      <PromptLength core={core} character={character?.prompt ?? null} own={draft.text} />
      <div className={styles.actions}>
        <PromptVersions scope={scope} current={saved} onRestore={(text) => void restore(text)} />
        <PromptPreviewButton
          chatId={chatId}
          chatTitle={title}
          unsaved={draft.unsaved === null ? {} : { own: draft.unsaved }}
        />
      </div>
      <p className={styles.links}>
        <a href={hrefTo('/settings', { search: 'corePrompt' })}>{t('改所有聊天共用的基础提示词')}</a>
      </p>
    </>
  )
}

function helpOf(source: Source): string {
  if (source === 'chat') return t('接在角色和基础提示词后面，代替全局的那一份。')
  if (source === 'global' || source === 'character')
    return t('现在用的是上一级的那一份。改了再保存，就只属于这个聊天。')
  return t('接在角色和基础提示词后面，只对这个聊天有效。')
}
