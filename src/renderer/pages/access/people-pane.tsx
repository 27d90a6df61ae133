import { CloseOutlined } from '@ant-design/icons'
import { useState } from 'react'
import type { AccountState } from '../../../shared/state.ts'
import { t } from '../../i18n/i18n.ts'
import { useTopic } from '../../live/use-topic.ts'
import { formatCount } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Monogram } from '../../ui/monogram.tsx'
import { Pane } from '../../ui/pane.tsx'
import { accessFieldWords } from './access-field.tsx'
import { NumberInput } from './number-input.tsx'
import {
  type Access,
  complaintAboutNumbers,
  listTitle,
  movePeople,
  type PeopleList,
  peopleLists,
  readNumbers,
  removePerson,
} from './people-edit.ts'
import styles from './people-pane.module.css'
import { SettingSpot } from './setting-spot.tsx'
import { useKnownNames } from './use-known-names.ts'

const selectNumbers = (accounts: Record<string, AccountState>) =>
  Object.values(accounts).flatMap(({ selfId }) => selfId ?? [])
const none: string[] = []

/** 主人, 信任的人 and 拉黑的人, by number. */
export function PeoplePane({ access }: { access: Access }) {
  const nameOf = useKnownNames()
  return (
    <Pane title={t('谁是谁')} actions={t('只认 QQ 号，昵称不算数')} flush>
      {peopleLists.map((list) => (
        <SettingSpot key={list} path={`access.${list}`}>
          <PeopleRow list={list} access={access} nameOf={nameOf} />
        </SettingSpot>
      ))}
    </Pane>
  )
}

interface PeopleRowProps {
  list: PeopleList
  access: Access
  nameOf: (id: string) => string | undefined
}

/** More chips than these are a number; typing finds the rest. */
const shownAtMost = 40

function PeopleRow({ list, access, nameOf }: PeopleRowProps) {
  const ownNumbers = useTopic('accounts', selectNumbers) ?? none
  const [typed, setTyped] = useState('')
  const people = access[list]
  const { title, help } = accessFieldWords(list)

  const word = people.length > shownAtMost ? typed.trim() : ''
  const found = word === '' ? people : people.filter((id) => `${id} ${nameOf(id) ?? ''}`.includes(word))
  const shown = found.slice(0, shownAtMost)

  const add = (text: string) => {
    const ids = readNumbers(text)
    return movePeople(list, ids, nameOf(ids[0] ?? ''))
  }
  return (
    <div className={styles.row}>
      <div className={styles.words}>
        <h3>
          {title}
          {people.length > 0 && <data value={people.length}>{formatCount(people.length)}</data>}
        </h3>
        <p>{help}</p>
      </div>
      <ul className={styles.people} aria-label={title}>
        {shown.map((id) => (
          <Person key={id} id={id} name={nameOf(id)} list={list} />
        ))}
        {shown.length === 0 && (
          <li className={styles.none}>{word === '' ? t('没有人') : t('没有这样的人')}</li>
        )}
        {found.length > shown.length && (
          <li className={styles.none}>
            {t('还有 {{n}} 个，输入号码来找', { n: formatCount(found.length - shown.length) })}
          </li>
        )}
        <li>
          <NumberInput
            list={title}
            complaint={(text) => complaintAboutNumbers(access, list, readNumbers(text), ownNumbers)}
            onType={setTyped}
            onAdd={add}
          />
        </li>
      </ul>
    </div>
  )
}

interface PersonProps {
  id: string
  name: string | undefined
  list: PeopleList
}

function Person({ id, name, list }: PersonProps) {
  const who = name ?? id
  const remove = () =>
    void removePerson(list, id, t('从「{{list}}」里拿掉了 {{who}}', { list: listTitle(list), who }))
  return (
    <li className={styles.person}>
      {name && <Monogram name={name} size={18} />}
      {name && <b title={name}>{name}</b>}
      <span>{id}</span>
      <IconButton small label={t('拿掉 {{who}}', { who })} onClick={remove}>
        <CloseOutlined />
      </IconButton>
    </li>
  )
}
