import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** More browsers than this are not kept; the one that came first has to ask again. */
const mostSessions = 100

/** Who may use the panel: a token is exchanged for a session, and the session is what a cookie holds. */
export class Sessions {
  readonly #token: Buffer
  readonly #reusable: boolean
  readonly #sessions = new Set<string>()
  #used = false

  /** @param reusable false for a token that opens the panel once. */
  constructor(token: string, reusable: boolean) {
    this.#token = digest(token)
    this.#reusable = reusable
  }

  /** A new session for the token, or null when it is wrong or was used. */
  exchange(token: string): string | null {
    if (!timingSafeEqual(digest(token), this.#token)) return null
    if (this.#used && !this.#reusable) return null
    this.#used = true
    const session = newToken()
    this.#sessions.add(session)
    for (const oldest of this.#sessions) {
      if (this.#sessions.size <= mostSessions) break
      this.#sessions.delete(oldest)
    }
    return session
  }

  knows(session: string | undefined): boolean {
    return session !== undefined && this.#sessions.has(session)
  }
}

/** 256 random bits that fit into an address. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
