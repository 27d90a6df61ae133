import type { ChatSettings } from '../../shared/settings.ts'
import { ProblemError } from '../kernel/problem.ts'
import { splitBubbles } from './bubbles.ts'
import { removeThinking } from './thinking.ts'

export interface EarlyBubblesOptions {
  readonly mode: ChatSettings['reply']['bubbles']
  /** Puts one bubble on its way, behind those before it. Returns at once and must not throw. */
  say(bubble: string): void
}

/** The last one waits for the end of the answer. */
const mostEarly = 4
/** Characters of an answer that are looked through for bubbles: only short ones come apart. */
const longest = 4000

/** Says the first bubbles of an answer while the rest of it is still being written. What was said cannot be unsaid. */
export class EarlyBubbles {
  readonly #options: EarlyBubblesOptions
  #text = ''
  /** How much of the answer, without its thinking, was said. */
  #said = 0
  #count = 0
  #isHeld = false
  #isOut = false

  constructor(options: EarlyBubblesOptions) {
    this.#options = options
  }

  /** Whether something of the answer that is being written was said. */
  get hasSpoken(): boolean {
    return this.#said > 0
  }

  /** Whether anything was said, also before a tool was called. */
  get isOut(): boolean {
    return this.#isOut
  }

  /**
   * Another answer is begun.
   * @param thinks whether the model thinks: until its thinking comes apart from its text, all of it may be thinking.
   */
  begin(thinks: boolean): void {
    this.#text = ''
    this.#said = 0
    this.#count = 0
    this.#isHeld = thinks
  }

  /** What was written is void. Throws a ProblemError `turn.half-said` when some of it is out already. */
  startAgain(why: { readonly message: string }): void {
    if (this.hasSpoken) {
      throw new ProblemError({
        code: 'turn.half-said',
        message: `说到一半出了错：${why.message}`,
        hint: '已经发出去的收不回来；要重新回答，点「重答」',
      })
    }
    this.#text = ''
  }

  read(kind: 'text' | 'reasoning', delta: string): void {
    if (kind === 'reasoning') this.#isHeld = false
    else this.#text += delta
    // Most pieces of an answer end nothing.
    if (this.#isHeld || kind === 'reasoning' || !/[\n|｜]/.test(delta)) return
    if (this.#count < mostEarly && this.#text.length <= longest) this.#sayComplete()
  }

  /** What of the whole answer is still to be said. */
  rest(answer: string): string {
    const said = removeThinking(this.#text).text.slice(0, this.#said)
    return answer.startsWith(said) ? answer.slice(this.#said) : answer
  }

  #sayComplete(): void {
    const clean = removeThinking(this.#text).text
    for (;;) {
      const rest = clean.slice(this.#said)
      const [bubble, next] = splitBubbles(rest, this.#options.mode)
      const at = bubble === undefined ? -1 : rest.indexOf(bubble)
      // What is last may go on; what was put together differently than it stands there is said with the rest.
      if (bubble === undefined || next === undefined || at < 0 || this.#count >= mostEarly) return
      this.#said += at + bubble.length
      this.#count++
      this.#isOut = true
      this.#options.say(bubble)
    }
  }
}
