import type { StreamDelta } from '../../shared/state.ts'
import type { Emitter } from '../kernel/emitter.ts'
import type { TurnRecord } from '../storage/turns.ts'

/** Shows the panel what a model writes, while it writes it. */
export function sendDelta(
  deltas: Emitter<StreamDelta>,
  turn: Pick<TurnRecord, 'id' | 'chatId'>,
  kind: StreamDelta['kind'],
  text: string,
): void {
  if (deltas.hasListeners) deltas.emit({ turnId: turn.id, chatId: turn.chatId, kind, text })
}
