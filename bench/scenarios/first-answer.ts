import { setTimeout as sleep } from 'node:timers/promises'
import type { Stage } from '../stage.ts'

const askEveryMs = 250
const giveUpMs = 30_000
/** What was put off at the start is done by then. */
const settleMs = 1500

export interface FirstAnswer {
  /** Milliseconds from the birth of the process. */
  readonly connectedMs: number
  readonly answeredMs: number
  /** 1 when the message that came in the very moment of connecting was answered. */
  readonly firstAnswered: number
}

/** Starts what is measured and speaks to it from the moment it is connected, until it answers. */
export async function untilFirstAnswer(
  stage: Stage,
  options?: Parameters<Stage['start']>[0],
): Promise<FirstAnswer> {
  const bornAt = await stage.start(options)
  const connectedMs = performance.now() - bornAt
  const first = stage.ledger.next
  while (stage.ledger.lastReplyAt === 0) {
    if (performance.now() - bornAt > giveUpMs) throw new Error('it never answered')
    const mark = stage.ledger.next
    stage.say({ user: 19999, text: '在吗' })
    await stage.ledger.drained(mark, askEveryMs)
  }
  return {
    connectedMs,
    answeredMs: stage.ledger.lastReplyAt - bornAt,
    firstAnswered: stage.ledger.isAnswered(first) ? 1 : 0,
  }
}

/** Starts what is measured and waits until it has nothing to do any more. */
export async function untilSettled(stage: Stage, options?: Parameters<Stage['start']>[0]): Promise<void> {
  await untilFirstAnswer(stage, options)
  await sleep(settleMs)
}
