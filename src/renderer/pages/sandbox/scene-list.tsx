import { EditOutlined, PlayCircleOutlined, PlusOutlined, StopOutlined } from '@ant-design/icons'
import type { SandboxPerson } from '../../../shared/config.ts'
import { type SandboxScene, sandboxScenes } from '../../../shared/sandbox.ts'
import { t } from '../../i18n/i18n.ts'
import { Chip } from '../../ui/chip.tsx'
import { Monogram } from '../../ui/monogram.tsx'
import { marksOf, newPerson } from './people.ts'
import { PersonPopover } from './person-popover.tsx'
import styles from './scene-list.module.css'
import { type Script, scripts } from './script.ts'
import type { Playing } from './use-script.ts'

interface SceneListProps {
  scene: SandboxScene
  people: SandboxPerson[]
  speaker: SandboxPerson
  playing: Playing | null
  onScene: (id: string) => void
  onSpeaker: (id: string) => void
  onPlay: (script: Script) => void
  onStop: () => void
}

/** Where things are said, plays with one click, and the pretend people: a click makes one of them the speaker. */
export function SceneList(props: SceneListProps) {
  const { scene, people, speaker, onScene, onSpeaker } = props
  const inGroup = scene.kind === 'group'
  return (
    <aside className={styles.list} data-pane="" aria-label={t('场面和人')}>
      <h2>{t('在哪儿聊')}</h2>
      {sandboxScenes.map(({ id, title, text }) => (
        <button
          key={id}
          type="button"
          className={styles.scene}
          aria-pressed={id === scene.id}
          onClick={() => onScene(id)}
        >
          <b>{t(title)}</b>
          <small>{t(text)}</small>
        </button>
      ))}
      <h2>
        {inGroup ? t('群里的人') : t('谁来私聊')}
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
            title={t('让 {{name}} 说话', { name: person.name })}
            onClick={() => onSpeaker(person.id)}
          >
            <Monogram name={person.name} size={24} />
            <b>{person.name}</b>
            <span className={styles.marks}>
              {marksOf(person, inGroup).map(({ tone, word }) => (
                <Chip key={word} tone={tone}>
                  {word}
                </Chip>
              ))}
            </span>
          </button>
          <PersonPopover
            person={person}
            title={t('改「{{name}}」', { name: person.name })}
            canRemove={people.length > 1}
            icon={<EditOutlined />}
          />
        </div>
      ))}
      <Plays {...props} />
    </aside>
  )
}

function Plays({ playing, onPlay, onStop }: SceneListProps) {
  return (
    <>
      <h2>{t('一键上演')}</h2>
      {scripts.map((script) => {
        const running = playing?.script.id === script.id
        return (
          <button
            key={script.id}
            type="button"
            className={styles.play}
            data-running={running || undefined}
            onClick={() => (running ? onStop() : onPlay(script))}
          >
            {running ? <StopOutlined /> : <PlayCircleOutlined />}
            <b>{t(script.title)}</b>
            <small>
              {running
                ? t('说了 {{n}} / {{all}} 句，点一下停', { n: playing.said, all: script.lines.length })
                : t(script.text)}
            </small>
          </button>
        )
      })}
    </>
  )
}
