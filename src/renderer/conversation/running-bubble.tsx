import { StopOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { TurnState } from '../../shared/state.ts'
import { t } from '../i18n/i18n.ts'
import { waitingStages } from '../ui/stage.ts'
import { Track } from '../ui/track.tsx'
import { useNow } from '../ui/use-now.ts'
import styles from './running-bubble.module.css'
import { SpeechBubble } from './speech-bubble.tsx'
import type { StreamText } from './stream-text.ts'
import { liveCalls } from './tool-calls.ts'
import { ToolChain } from './tool-chain.tsx'
import { stopTurn } from './turn-actions.ts'
import { presentStep } from './turn-facts.ts'

interface RunningBubbleProps {
  turn: TurnState
  written: StreamText | undefined
  botName: string
  mine: boolean
}

/** An answer in the making: what is written so far, the tools it calls, where it is, and the way to stop it. */
export function RunningBubble({ turn, written, botName, mine }: RunningBubbleProps) {
  const text = written?.text ?? ''
  const progress = <Progress turn={turn} thinking={written?.reasoning ?? ''} mine={mine} />
  const stage = turn.steps.at(-1)?.stage
  // Nothing is being written yet.
  if (stage === undefined || waitingStages.has(stage)) return progress
  return (
    <SpeechBubble
      name={botName}
      bot
      mine={mine}
      header={botName}
      footer={
        <div className={styles.below} data-mine={mine || undefined}>
          {turn.toolCalls.length > 0 && <ToolChain calls={liveCalls(turn)} boxed />}
          {progress}
        </div>
      }
    >
      <span aria-live="off">
        {text}
        <i className={styles.caret} />
      </span>
    </SpeechBubble>
  )
}

function Progress({ turn, thinking, mine }: { turn: TurnState; thinking: string; mine: boolean }) {
  const now = useNow(200)
  const { stage, note } = presentStep(turn, now)
  return (
    <div className={styles.progress} data-mine={mine || undefined}>
      <Track at={stage} note={note} />
      {waitingStages.has(stage) && (
        <span className={styles.question}>
          {turn.messageCount > 1 ? t('{{n}} 条合在一起回', { n: turn.messageCount }) : turn.question}
        </span>
      )}
      {stage === 'thinking' && thinking && (
        <span className={styles.question}>{t('想了 {{n}} 个字', { n: thinking.length })}</span>
      )}
      <Button size="small" type="text" danger icon={<StopOutlined />} onClick={() => void stopTurn(turn.id)}>
        {t('停止')}
      </Button>
    </div>
  )
}
