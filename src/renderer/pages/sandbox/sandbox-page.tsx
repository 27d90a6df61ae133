import { useState } from 'react'
import type { SandboxPerson } from '../../../shared/config.ts'
import { type SandboxScene, sandboxScenes } from '../../../shared/sandbox.ts'
import { useTopic } from '../../live/use-topic.ts'
import { sandboxChat } from './sandbox-chat.ts'
import styles from './sandbox-page.module.css'
import { SandboxView } from './sandbox-view.tsx'
import { SceneList } from './scene-list.tsx'

/** 试聊: the same bot without QQ. Pretend people say things; the right side shows how an answer came about. */
export function SandboxPage() {
  const people = useTopic('config', ({ config }) => config.sandbox.people)
  const [sceneId, setSceneId] = useState(sandboxScenes[0]?.id)
  const [speakerId, setSpeakerId] = useState<string>()
  const scene = sandboxScenes.find(({ id }) => id === sceneId)
  const speaker = people?.find(({ id }) => id === speakerId) ?? people?.[0]
  if (!scene || !people || !speaker) return null
  return (
    <div className={styles.panes}>
      <SceneList
        scene={scene}
        people={people}
        speaker={speaker}
        onScene={setSceneId}
        onSpeaker={setSpeakerId}
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
