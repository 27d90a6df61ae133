import { useState } from 'react'
import type { SandboxPerson } from '../../../shared/config.ts'
import { type SandboxScene, sandboxScenes } from '../../../shared/sandbox.ts'
import { useTopic } from '../../live/use-topic.ts'
import { sandboxChat } from './sandbox-chat.ts'
import styles from './sandbox-page.module.css'
import { SandboxView } from './sandbox-view.tsx'
import { SceneList } from './scene-list.tsx'
import { castOf, type Script } from './script.ts'
import { useScript } from './use-script.ts'

const nobody: SandboxPerson[] = []

/** 试聊: the same bot without QQ. Pretend people say things; the right side shows how an answer came about. */
export function SandboxPage() {
  const people = useTopic('config', ({ config }) => config.sandbox.people)
  const [sceneId, setSceneId] = useState(sandboxScenes[0]?.id)
  const [speakerId, setSpeakerId] = useState<string>()
  const { playing, play, stop } = useScript(people ?? nobody)
  const scene = sandboxScenes.find(({ id }) => id === sceneId)
  const speaker = people?.find(({ id }) => id === speakerId) ?? people?.[0]
  if (!scene || !people || !speaker) return null

  const onPlay = (script: Script) => {
    const there = sandboxScenes.find(({ kind }) => kind === script.scene)
    const first = castOf(script, people)[0]?.person
    if (!there || !first) return
    setSceneId(there.id)
    setSpeakerId(first.id)
    play(script, sandboxChat(there, first))
  }
  return (
    <div className={styles.panes}>
      <SceneList
        scene={scene}
        people={people}
        speaker={speaker}
        playing={playing}
        onScene={setSceneId}
        onSpeaker={setSpeakerId}
        onPlay={onPlay}
        onStop={stop}
      />
      <Scene scene={scene} people={people} speaker={speaker} onSpeaker={setSpeakerId} />
    </div>
  )
}

interface SceneProps {
  scene: SandboxScene
  people: SandboxPerson[]
  speaker: SandboxPerson
  onSpeaker: (id: string) => void
}

/** A private chat belongs to who speaks in it, so another speaker is another chat. */
function Scene({ scene, people, speaker, onSpeaker }: SceneProps) {
  const chat = sandboxChat(scene, speaker)
  return <SandboxView key={chat.key} chat={chat} people={people} speaker={speaker} onSpeaker={onSpeaker} />
}
