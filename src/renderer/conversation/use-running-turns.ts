import { useCallback, useEffect, useState } from 'react'
import type { TurnState } from '../../shared/state.ts'
import { useFeed } from '../live/use-feed.ts'
import { useTopic } from '../live/use-topic.ts'
import { addDeltas, keepRunning, type StreamTexts } from './stream-text.ts'

const noTurns: TurnState[] = []

/** The turns of one chat that are known now (running, or over for less than ten minutes), oldest first. */
export function useTurns(chatId: number | null): TurnState[] {
  const select = useCallback(
    (turns: Record<string, TurnState>) =>
      Object.values(turns)
        .filter((turn) => turn.chatId === chatId)
        .sort((a, b) => a.id - b.id),
    [chatId],
  )
  return useTopic('turns', select) ?? noTurns
}

/** What the running turns of a chat write, as they write it. */
export function useStreamTexts(chatId: number | null, turns: readonly TurnState[]): StreamTexts {
  const [texts, setTexts] = useState<StreamTexts>(new Map())
  useFeed('stream', (deltas) => setTexts((before) => addDeltas(before, deltas)), {
    chatId,
  })
  useEffect(() => {
    const running = new Set(turns.filter((turn) => turn.endedAt === null).map((turn) => turn.id))
    setTexts((before) => keepRunning(before, running))
  }, [turns])
  return texts
}
