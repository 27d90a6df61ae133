import { ImportOutlined, PlusOutlined, SmileOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useRef, useState } from 'react'
import type { Character } from '../../../shared/character.ts'
import type { ChatSettings } from '../../../shared/settings.ts'
import type { ConfigState } from '../../../shared/state.ts'
import { t } from '../../i18n/i18n.ts'
import { call } from '../../live/panel.ts'
import { useTopic } from '../../live/use-topic.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { moveFocus } from '../../ui/move-focus.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { showToast } from '../../ui/toast.tsx'
import { useWindowDrop } from '../../ui/use-window-drop.ts'
import { CharacterCard } from './character-card.tsx'
import { freeName, inOrder, playersByCharacter } from './character-facts.ts'
import { type ImportOutcome, importFiles } from './character-import.ts'
import styles from './character-list.module.css'
import { FilePicker, type FilePickerHandle } from './file-picker.tsx'
import { ImportOutcomes } from './import-outcomes.tsx'
import { createBlank, createFrom, NewCharacterDrawer } from './new-character-drawer.tsx'
import { StarterCards } from './starter-cards.tsx'

const selectDefaults = ({ config }: ConfigState) => config.defaults

/** All characters as cards; files that are dropped on the page become characters too. */
export function CharacterList() {
  const characters = useTopic('characters', inOrder)
  const defaults = useTopic('config', selectDefaults)
  const [creating, setCreating] = useState(false)
  const [outcomes, setOutcomes] = useState<ImportOutcome[]>([])
  const picker = useRef<FilePickerHandle>(null)

  const take = async (files: readonly File[]) => {
    const fresh = await importFiles(files)
    for (const outcome of fresh) if ('id' in outcome && outcome.notes.length === 0) sayImported(outcome)
    setOutcomes(fresh.filter((outcome) => 'problem' in outcome || outcome.notes.length > 0))
  }
  const dropping = useWindowDrop(({ files }) => void take([...files]))
  if (!characters || !defaults) return <Skeleton />

  return (
    <>
      <PageHeader title={t('角色')} text={<Summary characters={characters} defaultId={defaults.character} />}>
        <Button icon={<ImportOutlined />} onClick={() => picker.current?.open()}>
          {t('导入')}
        </Button>
        {characters.length > 0 && (
          <Button icon={<PlusOutlined />} onClick={() => setCreating(true)}>
            {t('新建')}
          </Button>
        )}
      </PageHeader>
      <FilePicker
        ref={picker}
        label={t('选角色卡文件')}
        accept=".json,application/json"
        multiple
        onFiles={(files) => void take(files)}
      />
      <ImportOutcomes
        outcomes={outcomes}
        onAgain={() => picker.current?.open()}
        onClose={(closed) => setOutcomes(outcomes.filter((outcome) => outcome !== closed))}
      />
      {characters.length === 0 ? <FirstCharacter /> : <Cards characters={characters} defaults={defaults} />}
      {creating && <NewCharacterDrawer characters={characters} onClose={() => setCreating(false)} />}
      {dropping && <p className={styles.dropping}>{t('松手就导入')}</p>}
    </>
  )
}

function Summary({ characters, defaultId }: { characters: readonly Character[]; defaultId: number }) {
  if (characters.length === 0) return t('给机器人一个名字和脾气，每个聊天可以不一样。')
  const name = characters.find(({ id }) => id === defaultId)?.name
  return name === undefined
    ? t('{{n}} 个角色。没单独选过的聊天不扮演谁。', { n: characters.length })
    : t('{{n}} 个角色。没单独选过的聊天都扮演「{{name}}」。', { n: characters.length, name })
}

function Cards({ characters, defaults }: { characters: readonly Character[]; defaults: ChatSettings }) {
  const players = useTopic('chats', playersByCharacter)
  return (
    <ul className={styles.cards} onKeyDown={moveFocus}>
      {characters.map((character) => (
        <li key={character.id}>
          <CharacterCard
            character={character}
            defaults={defaults}
            players={players?.get(character.id) ?? 0}
            copyName={freeName(t('{{name}} 副本', { name: character.name }), characters)}
          />
        </li>
      ))}
    </ul>
  )
}

function FirstCharacter() {
  return (
    <>
      <EmptyState
        icon={<SmileOutlined />}
        title={t('还没有角色')}
        text={t('从下面挑一个改起，或自己写一个。把别处的角色卡（JSON）拖进来也行。')}
      >
        <Button type="primary" icon={<PlusOutlined />} onClick={() => void createBlank([])}>
          {t('新建一个')}
        </Button>
      </EmptyState>
      <StarterCards onChoose={(starter) => void createFrom(starter, [])} />
    </>
  )
}

function sayImported({ file, id }: { file: string; id: number }): void {
  showToast({
    text: t('已导入「{{file}}」', { file }),
    undo: async () => {
      await call('characters.remove', { id })
    },
  })
}
