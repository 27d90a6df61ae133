import { Button, Input, Segmented } from 'antd'
import { type FormEvent, useId, useState } from 'react'
import type { Role, SandboxPerson } from '../../../shared/config.ts'
import { t } from '../../i18n/i18n.ts'
import { editConfig } from '../../live/edit.ts'
import { roleTitle } from '../access/access-words.ts'
import { groupRoleTitle } from './people.ts'
import styles from './person-form.module.css'

interface PersonFormProps {
  person: SandboxPerson
  canRemove: boolean
  /** With the person's id when they are there now, without when they are gone. */
  onDone: (id?: string) => void
}

const roles: Role[] = ['owner', 'trusted', 'member', 'blocked']
const groupRoles: SandboxPerson['groupRole'][] = ['owner', 'admin', 'member']
const longestName = 32

/** Name of a pretend person, what he is to the bot, and in the group. */
export function PersonForm({ person, canRemove, onDone }: PersonFormProps) {
  const id = useId()
  const [name, setName] = useState(person.name)
  const [role, setRole] = useState(person.role)
  const [groupRole, setGroupRole] = useState(person.groupRole)
  const path = ['sandbox', 'people', person.id]
  const trimmed = name.trim()

  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (trimmed === '') return
    const set = { id: person.id, name: trimmed, groupRole, role }
    if (await editConfig([{ path, set }], t('「{{name}}」可以说话了', { name: trimmed }))) onDone(person.id)
  }
  const remove = async () => {
    if (await editConfig([{ path, remove: true }], t('移走了「{{name}}」', { name: person.name }))) onDone()
  }
  return (
    <form className={styles.form} onSubmit={(event) => void save(event)}>
      <label htmlFor={id}>{t('名字')}</label>
      <Input
        id={id}
        autoFocus
        maxLength={longestName}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <span>{t('对机器人是')}</span>
      <Segmented
        aria-label={t('对机器人是')}
        block
        value={role}
        options={roles.map((value) => ({ value, label: roleTitle(value) }))}
        onChange={setRole}
      />
      <span>{t('在群里是')}</span>
      <Segmented
        aria-label={t('在群里是')}
        block
        value={groupRole}
        options={groupRoles.map((value) => ({ value, label: groupRoleTitle(value) }))}
        onChange={setGroupRole}
      />
      <p>{t('号码 {{id}}，只在试聊里有。', { id: person.id })}</p>
      <div className={styles.actions}>
        {canRemove && (
          <Button type="text" danger onClick={() => void remove()}>
            {t('移走')}
          </Button>
        )}
        <Button type="primary" htmlType="submit" disabled={trimmed === ''}>
          {t('保存')}
        </Button>
      </div>
    </form>
  )
}
