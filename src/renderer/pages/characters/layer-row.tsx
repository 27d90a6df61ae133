import { UndoOutlined } from '@ant-design/icons'
import { useId } from 'react'
import type { Character } from '../../../shared/character.ts'
import { type Field, isTyped } from '../../forms/field.ts'
import { FieldControl } from '../../forms/field-control.tsx'
import { savedWords, valueAt } from '../../forms/field-value.ts'
import { useSaving } from '../../forms/use-saving.ts'
import { t } from '../../i18n/i18n.ts'
import { editCharacter, tryEditCharacter } from '../../live/edit.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { setInLayer, takeFromLayer } from './layer.ts'
import styles from './layer-row.module.css'

interface LayerRowProps {
  character: Character
  field: Field
}

/** One value that a character brings along; ↺ takes it out again. */
export function LayerRow({ character, field }: LayerRowProps) {
  const id = useId()
  const title = t(field.title)
  const { refusal, save } = useSaving((value) =>
    tryEditCharacter(character.id, [setInLayer(field, value)], savedWords(field, value)),
  )
  const takeOut = () =>
    void editCharacter(character.id, [takeFromLayer(field)], t('「{{title}}」跟着聊天走了', { title }))
  return (
    <div className={styles.row} data-switch={field.control.kind === 'switch' || undefined}>
      <div className={styles.head}>
        <label id={`${id}-label`} htmlFor={id}>
          {title}
        </label>
        <IconButton small label={t('「{{title}}」不由角色决定', { title })} onClick={takeOut}>
          <UndoOutlined />
        </IconButton>
      </div>
      <div className={styles.control}>
        <FieldControl
          id={id}
          fill
          field={field}
          value={valueAt(character.settings, field.path)}
          onSave={save}
          refusal={refusal}
        />
      </div>
      <p id={`${id}-help`}>{t(field.help)}</p>
      {!isTyped(field.control) && refusal && (
        <p className={styles.refusal} role="alert">
          {refusal}
        </p>
      )}
    </div>
  )
}
