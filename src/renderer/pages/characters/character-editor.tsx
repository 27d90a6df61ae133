import { LeftOutlined, SmileOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useCallback } from 'react'
import type { Character } from '../../../shared/character.ts'
import type { ChatRow } from '../../../shared/state.ts'
import { hrefTo, navigate } from '../../app/router.ts'
import { t } from '../../i18n/i18n.ts'
import { useTopic } from '../../live/use-topic.ts'
import { Chip } from '../../ui/chip.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Face } from '../../ui/face.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { copyCharacter, exportCharacter, removeCharacter, setDefault } from './character-actions.ts'
import styles from './character-editor.module.css'
import { chatsPlaying, freeName } from './character-facts.ts'
import { CharacterMenu } from './character-menu.tsx'
import { LayerPane } from './layer-pane.tsx'
import { LookPane } from './look-pane.tsx'
import { PlayersPane } from './players-pane.tsx'
import { PromptPane } from './prompt-pane.tsx'
import { tryCharacter } from './try-character.ts'

const selectAll = (characters: Record<string, Character>) => characters

/** One character: its prompt on the left, what it looks like and brings along on the right. */
export function CharacterEditor({ id }: { id: number }) {
  const characters = useTopic('characters', selectAll)
  const selectPlaying = useCallback((chats: Record<string, ChatRow>) => chatsPlaying(chats, id), [id])
  const playing = useTopic('chats', selectPlaying) ?? []
  if (!characters) return <Skeleton />
  const character = characters[id]
  if (!character) return <Gone />
  return (
    <div className={styles.editor}>
      <Head character={character} all={Object.values(characters)} players={playing.length} />
      <div className={styles.panes}>
        <div>
          <PromptPane character={character} played={playing[0] ?? null} />
          <div className={styles.players}>
            <PlayersPane chats={playing} />
          </div>
        </div>
        <div>
          <LookPane character={character} />
          <LayerPane character={character} />
        </div>
      </div>
    </div>
  )
}

interface HeadProps {
  character: Character
  all: readonly Character[]
  players: number
}

function Head({ character, all, players }: HeadProps) {
  const { id, name, avatar } = character
  const isDefault = useTopic('config', ({ config }) => config.defaults.character === id) ?? false
  const remove = async () => {
    await removeCharacter(character, players)
    navigate('/characters')
  }
  return (
    <>
      <a className={styles.back} href={hrefTo('/characters')}>
        <LeftOutlined aria-hidden="true" />
        {t('所有角色')}
      </a>
      <PageHeader
        title={
          <span className={styles.title}>
            <Face name={name} picture={avatar} size={32} />
            <span className={styles.name} title={name}>
              {name}
            </span>
            {isDefault && <Chip tone="accent">{t('默认')}</Chip>}
          </span>
        }
      >
        <Button onClick={() => void tryCharacter(character)}>{t('试一句')}</Button>
        <CharacterMenu
          character={character}
          isDefault={isDefault}
          onDefault={() => setDefault(isDefault ? null : character)}
          onCopy={() => void copyCharacter(character, freeName(t('{{name}} 副本', { name }), all))}
          onExport={() => void exportCharacter(character)}
          onRemove={() => void remove()}
        />
      </PageHeader>
    </>
  )
}

/** A new one may take a moment to arrive, so this is not said at once. */
function Gone() {
  return (
    <div className={styles.gone}>
      <EmptyState icon={<SmileOutlined />} title={t('没有这个角色')} text={t('它可能刚被删掉了。')}>
        <Button type="primary" onClick={() => navigate('/characters')}>
          {t('看所有角色')}
        </Button>
      </EmptyState>
    </div>
  )
}
