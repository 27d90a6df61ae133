import { sql as start } from './0001-start.ts'
import { sql as conversation } from './0002-conversation.ts'

/** In order; a migration that was ever released is never changed, only followed by another. */
export const migrations: readonly string[] = [start, conversation]
