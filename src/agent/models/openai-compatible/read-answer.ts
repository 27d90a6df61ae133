import { ProblemError } from '../../kernel/problem.ts'
import type { HttpResponse } from '../../net/http.ts'
import type { ModelEvent } from '../chat-model.ts'
import { Refused, refusalIn } from './error-in-answer.ts'
import { badAnswerProblem, cutProblem, endlessProblem, isPage } from './errors.ts'
import { EventLines } from './event-lines.ts'
import type { Call } from './guarded-call.ts'
import { AnswerReader } from './stream-to-events.ts'

/** A whole answer that is not streamed is read up to here. */
const wholeAnswerBytes = 16 * 1024 * 1024

/** No model has a longer answer in it; one that is stuck repeats itself for ever, and is paid for it. */
const mostCharacters = 1_000_000

/**
 * The events of an accepted chat completion, streamed or not, with `end` as the last. Throws {@link Refused} for an
 * error in the place of an answer.
 */
export async function* readAnswer(response: HttpResponse, call: Call): AsyncGenerator<ModelEvent, void> {
  const reader = new AnswerReader()
  if (/json|html/.test(response.headers.get('content-type') ?? '')) {
    // Not a stream although we asked for one: a simple server's whole answer, an error, or a page.
    yield* readWhole(await response.body.text(wholeAnswerBytes), reader, call)
  } else {
    yield* readStream(response, reader, call)
  }
  if (reader.brokenOff) throw cutProblem(call.target)
  yield* reader.end()
}

function readWhole(text: string, reader: AnswerReader, call: Call): ModelEvent[] {
  const events = readChunk(text, reader, call)
  if (!reader.answering) throw badAnswerProblem(call.target, text)
  return events
}

async function* readStream(
  response: HttpResponse,
  reader: AnswerReader,
  call: Call,
): AsyncGenerator<ModelEvent, void> {
  const lines = new EventLines()
  try {
    for await (const bytes of response.body) {
      call.alive()
      const events: ModelEvent[] = []
      for (const data of lines.read(bytes)) {
        if (data === '[DONE]') {
          yield* joined(events)
          if (!reader.answering) throw cutProblem(call.target)
          return response.body.release()
        }
        events.push(...readChunk(data, reader, call))
      }
      yield* joined(events)
    }
    for (const data of lines.end()) {
      if (data === '[DONE]' && reader.answering) return
      yield* readChunk(data, reader, call)
    }
    // A whole answer, an error or a page that came under a wrong name.
    if (lines.stray !== '') return yield* readWhole(lines.stray, reader, call)
  } catch (error) {
    if (reader.finished && isTransportEnd(error, call)) return
    throw error
  }
  if (!reader.finished) throw cutProblem(call.target)
}

/** Text that arrived together is one event: each event costs everybody behind it a turn of their own. */
function joined(events: readonly ModelEvent[]): ModelEvent[] {
  const all: ModelEvent[] = []
  for (const event of events) {
    const last = all.at(-1)
    if ((event.type === 'text' || event.type === 'reasoning') && last?.type === event.type) {
      all[all.length - 1] = { type: event.type, text: last.text + event.text }
    } else all.push(event)
  }
  return all
}

/** A broken or silent connection; after the vendor has said why it ended, only the counts can be missing. */
function isTransportEnd(error: unknown, call: Call): boolean {
  if (call.signal.aborted) return call.signal.reason instanceof ProblemError
  return !(error instanceof ProblemError || error instanceof Refused)
}

/** The events of one JSON text. Throws {@link Refused} for an error. */
function readChunk(text: string, reader: AnswerReader, call: Call): ModelEvent[] {
  let chunk: unknown
  try {
    chunk = JSON.parse(text)
  } catch {
    throw badAnswerProblem(call.target, text, !isPage(text))
  }
  const refusal = refusalIn(chunk, text)
  if (refusal) throw new Refused(refusal)
  const events = reader.read(chunk)
  if (reader.characters > mostCharacters) throw endlessProblem(call.target)
  if (events.length > 0 || reader.callsStarted) call.started()
  return events
}
