import { Bubble } from '@ant-design/x'
import type { ReactNode } from 'react'
import { cx } from '../ui/class-names.ts'
import { Monogram } from '../ui/monogram.tsx'
import styles from './speech-bubble.module.css'

interface SpeechBubbleProps {
  name: string
  bot: boolean
  /** Right instead of left. */
  mine: boolean
  /** Follows a bubble of the same person: no name, no face. */
  continues?: boolean
  /** Greyed: the model no longer sees it. */
  faded?: boolean
  header?: ReactNode
  footer?: ReactNode
  /** Buttons at the bubble's edge, there while it is pointed at or has the focus. */
  actions?: ReactNode
  children: ReactNode
}

const faceSize = 30

/** One bubble of a conversation, as in QQ. */
export function SpeechBubble(props: SpeechBubbleProps) {
  const { name, bot, mine, continues = false, faded = false, header, footer, actions, children } = props
  return (
    <Bubble<ReactNode>
      className={cx(styles.bubble, bot && styles.bot, continues && styles.continues, faded && styles.faded)}
      placement={mine ? 'end' : 'start'}
      variant="filled"
      shape="corner"
      avatar={<Monogram name={name} size={faceSize} bot={bot} />}
      header={!continues && <span className={styles.header}>{header}</span>}
      footer={footer}
      content={
        <>
          {children}
          {actions && <span className={styles.actions}>{actions}</span>}
        </>
      }
    />
  )
}
