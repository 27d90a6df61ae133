import { Button } from 'antd'
import { useId, useRef } from 'react'
import type { Character } from '../../../shared/character.ts'
import type { Field } from '../../forms/field.ts'
import { FieldControl } from '../../forms/field-control.tsx'
import { useSaving } from '../../forms/use-saving.ts'
import { t } from '../../i18n/i18n.ts'
import { editCharacter, tryEditCharacter } from '../../live/edit.ts'
import { Face } from '../../ui/face.tsx'
import { Pane } from '../../ui/pane.tsx'
import { showProblem } from '../../ui/toast.tsx'
import { avatarOf } from './avatar.ts'
import { FilePicker, type FilePickerHandle } from './file-picker.tsx'
import styles from './look-pane.module.css'

/** Its name, its face, and what it says first. */
export function LookPane({ character }: { character: Character }) {
  return (
    <Pane title={t('样子')}>
      <div className={styles.look}>
        <AvatarPicker character={character} />
        <TextRow character={character} field={nameField} said={t('名字改好了')} />
        <TextRow character={character} field={greetingField} said={t('开场白改好了')} />
      </div>
    </Pane>
  )
}

function textField(path: string, title: string, help: string, bounds: [min: number, max: number]): Field {
  const [minLength, maxLength] = bounds
  return {
    path: [path],
    title,
    help,
    unit: null,
    depth: 'simple',
    control: { kind: 'text', minLength, maxLength, multiline: path === 'greeting' },
    fallback: '',
  }
}

const nameField = textField('name', '名字', '它这样称呼自己；QQ 上显示的还是 QQ 昵称。', [1, 32])
const greetingField = textField(
  'greeting',
  '开场白',
  '聊天里用 #角色 换成它时，它先说这一句；空着就不说。',
  [0, 2000],
)

interface TextRowProps {
  character: Character
  field: Field
  said: string
}

function TextRow({ character, field, said }: TextRowProps) {
  const id = useId()
  const { path } = field
  const value = path[0] === 'name' ? character.name : character.greeting
  const { refusal, save } = useSaving((next) =>
    tryEditCharacter(character.id, [{ path, set: String(next).trim() }], said),
  )
  return (
    <div className={styles.text}>
      <label id={`${id}-label`} htmlFor={id}>
        {t(field.title)}
      </label>
      <FieldControl id={id} fill field={field} value={value} onSave={save} refusal={refusal} />
      <p id={`${id}-help`}>{t(field.help)}</p>
    </div>
  )
}

function AvatarPicker({ character: { id, name, avatar } }: { character: Character }) {
  const picker = useRef<FilePickerHandle>(null)
  const take = async ([file]: File[]) => {
    if (!file) return
    try {
      await editCharacter(id, [{ path: ['avatar'], set: await avatarOf(file) }], t('头像换好了'))
    } catch (error) {
      showProblem(error)
    }
  }
  const remove = () => void editCharacter(id, [{ path: ['avatar'], set: '' }], t('头像去掉了'))
  return (
    <div className={styles.avatar}>
      <Face name={name} picture={avatar} size={64} />
      <div>
        <div className={styles.buttons}>
          <Button size="small" onClick={() => picker.current?.open()}>
            {avatar === '' ? t('选一张图片') : t('换一张')}
          </Button>
          {avatar !== '' && (
            <Button size="small" type="text" onClick={remove}>
              {t('去掉')}
            </Button>
          )}
        </div>
        <p>{t('取正中间，缩成小图存着，原图不会上传。')}</p>
      </div>
      <FilePicker
        ref={picker}
        label={t('选头像图片')}
        accept="image/png,image/jpeg,image/webp,image/gif"
        onFiles={(files) => void take(files)}
      />
    </div>
  )
}
