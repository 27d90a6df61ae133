import { setTimeout as sleep } from 'node:timers/promises'
import { readKept } from '../kept-messages.ts'
import { untilSettled } from './first-answer.ts'
import type { Scenario, Scene } from './scenario.ts'

const answersBeforeKill = 10
const rounds = 5
const chats = 12
const perChat = 5
const modelMs = 20
/** A burst takes about as long. */
const latestKillMs = 300
/** Nothing is resumed any more when this long no answer came. */
const recoveryQuietMs = 1500

/**
 * kill: SIGKILL after ten answers, then at random moments of a burst, each followed by a start on the same folder.
 * Whatever was stored must be answered once: before, after, or it is listed as an answer of unknown fate.
 */
export const killed: Scenario = async (scene) => {
  const { stage, folder } = scene
  await untilSettled(stage)
  const first = stage.ledger.next
  for (let index = 0; index < answersBeforeKill; index++) {
    await stage.ask({ user: 26_000, text: `记住第 ${index} 句` })
  }
  await stage.kill()
  const kept = readKept(folder)
  const marks = Array.from({ length: answersBeforeKill }, (_, index) => first + index)
  const remembered = marks.filter((mark) => kept.questions.has(mark) && kept.answers.has(mark)).length

  stage.model.delayMs = modelMs
  const found = { accepted: 0, unknown: 0, lost: 0 }
  for (let round = 0; round < rounds; round++) {
    const { accepted, unknown, lost } = await killedRound(scene)
    found.accepted += accepted
    found.unknown += unknown
    found.lost += lost
  }
  const count = stage.ledger.count(first)
  return {
    numbers: { remembered, ...found },
    // What died on its way into the process was never accepted; only stored messages can be lost.
    count: {
      ...count,
      expected: found.accepted,
      answered: found.accepted - found.lost - found.unknown,
      lost: found.lost,
    },
  }
}

async function killedRound({
  stage,
  folder,
}: Scene): Promise<{ accepted: number; unknown: number; lost: number }> {
  await stage.start()
  const from = stage.ledger.next
  for (let index = 0; index < chats * perChat; index++) {
    stage.say({ user: 27_000 + (index % chats), text: '答到一半' })
  }
  await sleep(Math.random() * latestKillMs)
  await stage.kill()
  const accepted = [...readKept(folder).questions].filter((mark) => mark >= from)
  await stage.start()
  await stage.ledger.drained(from, recoveryQuietMs)
  await stage.stop()
  const { unknown } = readKept(folder)
  const missing = accepted.filter((mark) => !stage.ledger.isAnswered(mark))
  const lost = missing.filter((mark) => !unknown.has(mark))
  return { accepted: accepted.length, unknown: missing.length - lost.length, lost: lost.length }
}
