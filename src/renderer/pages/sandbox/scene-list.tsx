import { EditOutlined, PlusOutlined } from '@ant-design/icons'
import type { SandboxPerson } from '../../../shared/config.ts'
import { type SandboxScene, sandboxScenes } from '../../../shared/sandbox.ts'
import { t } from '../../i18n/i18n.ts'
import { Monogram } from '../../ui/monogram.tsx'
import { groupRoleTitle, newPerson } from './people.ts'
import { PersonPopover } from './person-popover.tsx'
import styles from './scene-list.module.css'

interface SceneListProps {
  scene: SandboxScene
  people: SandboxPerson[]
  speaker: SandboxPerson
  onScene: (id: string) => void
  onSpeaker: (id: string) => void
}

/** Ready-made scenes, and the pretend people: a click makes one of them the speaker. */
export function SceneList({ scene, people, speaker, onScene, onSpeaker }: SceneListProps) {
  return (
    <aside className={styles.list} data-pane="" aria-label={t('场面和人')}>
      <h2>{t('现成的场面')}</h2>
      {sandboxScenes.map(({ id, title, text }) => (
        <button
          key={id}
          type="button"
          className={styles.scene}
          aria-pressed={id === scene.id}
          onClick={() => onScene(id)}
        >
          <b>{t(title)}</b>
          <span>{t(text)}</span>
        </button>
      ))}
      <h2>
        {scene.kind === 'group' ? t('群里的人') : t('谁来私聊')}
        <PersonPopover
          person={newPerson(people)}
          title={t('加一个人')}
          canRemove={false}
          icon={<PlusOutlined />}
          onSaved={onSpeaker}
        />
      </h2>
      {people.map((person) => (
        <div key={person.id} className={styles.person} data-current={person.id === speaker.id || undefined}>
          <button
            type="button"
            aria-pressed={person.id === speaker.id}
            title={t('让他说话')}
            onClick={() => onSpeaker(person.id)}
          >
            <Monogram name={person.name} size={24} />
            <b>{person.name}</b>
            {scene.kind === 'group' && <span>{groupRoleTitle(person.groupRole)}</span>}
          </button>
          <PersonPopover
            person={person}
            title={t('改「{{name}}」', { name: person.name })}
            canRemove={people.length > 1}
            icon={<EditOutlined />}
          />
        </div>
      ))}
    </aside>
  )
}
