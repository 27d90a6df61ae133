import { ClearOutlined, NodeIndexOutlined } from '@ant-design/icons'
import { useId } from 'react'
import type { Character } from '../../../shared/character.ts'
import type { EditOp } from '../../../shared/ipc.ts'
import type { ChatRow } from '../../../shared/state.ts'
import { ModelSelect } from '../../forms/model-select.tsx'
import { t } from '../../i18n/i18n.ts'
import { useTopic } from '../../live/use-topic.ts'
import { shortModel } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { PaneHead } from '../../ui/pane-head.tsx'
import { CharacterSelect } from '../chats/character-select.tsx'
import { clearContext } from '../chats/clear-context.ts'
import type { SandboxChat } from './sandbox-chat.ts'
import styles from './sandbox-view.module.css'

interface SandboxHeadProps {
  chat: SandboxChat
  row: ChatRow | null
  chatId: number | null
  people: number
  model: string
  onEdit: (ops: EditOp[], said: string) => Promise<void>
  /** Opens the trace where it has no place beside the conversation. */
  onTrace: (() => void) | null
}

const selectCharacters = (characters: Record<string, Character>) => Object.values(characters)

/** Where it is said, with which model and as whom the bot answers. */
export function SandboxHead({ chat, row, chatId, people, model, onEdit, onTrace }: SandboxHeadProps) {
  const id = useId()
  const characters = useTopic('characters', selectCharacters) ?? []
  const usual = useTopic('config', ({ config }) => config.defaults.character) ?? 0
  const chooseModel = (next: string) =>
    void onEdit([{ path: ['model'], set: next }], t('这个聊天改用 {{model}}', { model: shortModel(next) }))
  const chooseCharacter = (next: number) => {
    const name = characters.find((one) => one.id === next)?.name
    const said = name ? t('这个聊天换成「{{name}}」', { name }) : t('这个聊天不扮演谁')
    void onEdit([{ path: ['character'], set: next }], said)
  }
  return (
    <PaneHead
      title={chat.kind === 'group' ? chat.title : t('私聊')}
      text={
        chat.kind === 'group'
          ? t('{{n}} 人，不会发到 QQ', { n: people })
          : t('{{name}}，不会发到 QQ', { name: chat.title })
      }
    >
      <span className={styles.model}>
        <ModelSelect label={t('用哪个模型')} value={model} onChange={chooseModel} />
      </span>
      {characters.length > 0 && (
        <span className={styles.character}>
          <label htmlFor={id}>
            <span className={styles.unseen}>{t('扮演谁')}</span>
          </label>
          <CharacterSelect
            id={id}
            value={row?.character ?? usual}
            characters={characters}
            onChange={chooseCharacter}
          />
        </span>
      )}
      {chatId !== null && (
        <IconButton label={t('忘掉前面说的')} onClick={() => void clearContext(chatId)}>
          <ClearOutlined />
        </IconButton>
      )}
      {onTrace && (
        <IconButton label={t('这次回复的经过')} onClick={onTrace}>
          <NodeIndexOutlined />
        </IconButton>
      )}
    </PaneHead>
  )
}
