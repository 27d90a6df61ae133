import { Select } from 'antd'
import type { Character } from '../../../shared/character.ts'
import { t } from '../../i18n/i18n.ts'
import { Face } from '../../ui/face.tsx'
import styles from './chat-character.module.css'

interface CharacterSelectProps {
  id: string
  /** Id of a character; 0 for none. */
  value: number
  characters: readonly Character[]
  onChange: (id: number) => void
}

const nobody = 0

/** One of the characters, or none. A character that was deleted is shown as gone, not hidden. */
export function CharacterSelect({ id, value, characters, onChange }: CharacterSelectProps) {
  const known = value === nobody || characters.some((character) => character.id === value)
  const options = [
    { value: nobody, name: t('不扮演'), avatar: null },
    ...characters.map((character) => ({
      value: character.id,
      name: character.name,
      avatar: character.avatar,
    })),
  ]
  const named = new Map(options.map((option) => [option.value, option]))
  return (
    <Select
      id={id}
      showSearch={{ optionFilterProp: 'name' }}
      style={{ width: '100%' }}
      value={value}
      options={options}
      status={known ? '' : 'error'}
      onChange={onChange}
      optionRender={({ data }) => <Named name={data.name} avatar={data.avatar} />}
      labelRender={() => {
        const chosen = named.get(value)
        return chosen ? <Named name={chosen.name} avatar={chosen.avatar} /> : t('这个角色已经删掉了')
      }}
    />
  )
}

function Named({ name, avatar }: { name: string; avatar: string | null }) {
  return (
    <span className={styles.named}>
      {avatar !== null && <Face name={name} picture={avatar} size={18} />}
      <span title={name}>{name}</span>
    </span>
  )
}
