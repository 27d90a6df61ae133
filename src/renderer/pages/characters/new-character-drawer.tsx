import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { Character, StarterCharacter } from '../../../shared/character.ts'
import { t } from '../../i18n/i18n.ts'
import { SideDrawer } from '../../ui/side-drawer.tsx'
import { createCharacter } from './character-actions.ts'
import { freeName } from './character-facts.ts'
import styles from './new-character-drawer.module.css'
import { StarterCards } from './starter-cards.tsx'

interface NewCharacterDrawerProps {
  characters: readonly Character[]
  onClose: () => void
}

/** What a new character starts from: nothing, or a ready-made one. */
export function NewCharacterDrawer({ characters, onClose }: NewCharacterDrawerProps) {
  return (
    <SideDrawer open size={560} title={t('新建角色')} onClose={onClose}>
      <div className={styles.body}>
        <Button icon={<PlusOutlined />} onClick={() => void createBlank(characters)}>
          {t('从空白开始')}
        </Button>
        <h3>{t('或者从现成的改起')}</h3>
        <StarterCards onChoose={(starter) => void createFrom(starter, characters)} />
      </div>
    </SideDrawer>
  )
}

/** A character of whom nothing is known yet but a name. */
export function createBlank(characters: readonly Character[]): Promise<void> {
  return createCharacter({ name: freeName(t('新角色'), characters) })
}

/** One's own copy of a ready-made character. */
export function createFrom(starter: StarterCharacter, characters: readonly Character[]): Promise<void> {
  const { about: _about, ...fields } = starter
  return createCharacter({ ...fields, name: freeName(starter.name, characters) })
}
