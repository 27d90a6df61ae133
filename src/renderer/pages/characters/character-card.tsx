import type { Character } from '../../../shared/character.ts'
import type { ChatSettings } from '../../../shared/settings.ts'
import { hrefTo } from '../../app/router.ts'
import { t } from '../../i18n/i18n.ts'
import { firstLine } from '../../prompts/first-line.ts'
import { draftOf } from '../../prompts/prompt-drafts.ts'
import { Chip } from '../../ui/chip.tsx'
import { Face } from '../../ui/face.tsx'
import { shortModel } from '../../ui/format.ts'
import { copyCharacter, exportCharacter, removeCharacter, setDefault } from './character-actions.ts'
import styles from './character-card.module.css'
import { ownModel } from './character-facts.ts'
import { CharacterMenu } from './character-menu.tsx'

interface CharacterCardProps {
  character: Character
  /** The settings for all chats. */
  defaults: ChatSettings
  /** How many chats play it. */
  players: number
  /** What a copy of it would be called. */
  copyName: string
}

/** One character: a click anywhere opens it. */
export function CharacterCard({ character, defaults, players, copyName }: CharacterCardProps) {
  const { id, name, avatar, prompt } = character
  const isDefault = id === defaults.character
  const model = ownModel(character, defaults.model)
  const begins = firstLine(prompt)
  return (
    <article className={styles.card} aria-label={t('角色「{{name}}」', { name })}>
      <header className={styles.head}>
        <Face name={name} picture={avatar} size={40} />
        <a className={styles.name} href={hrefTo(`/characters/${id}`)} title={name}>
          {name}
        </a>
        {isDefault && <Chip tone="accent">{t('默认')}</Chip>}
        <span className={styles.menu}>
          <CharacterMenu
            character={character}
            isDefault={isDefault}
            onDefault={() => setDefault(isDefault ? null : character)}
            onCopy={() => void copyCharacter(character, copyName)}
            onExport={() => void exportCharacter(character)}
            onRemove={() => void removeCharacter(character, players)}
          />
        </span>
      </header>
      <p className={styles.begins} data-empty={begins === '' || undefined}>
        {begins || t('还没写提示词')}
      </p>
      <p className={styles.facts}>
        <span>{players === 0 ? t('没有聊天在用') : t('{{n}} 个聊天在用', { n: players })}</span>
        {model !== null && <span title={model}>{shortModel(model)}</span>}
        {draftOf(`character:${id}`) !== undefined && <Chip tone="warn">{t('还没保存')}</Chip>}
      </p>
    </article>
  )
}
