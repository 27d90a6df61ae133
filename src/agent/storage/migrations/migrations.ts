import { sql as start } from './0001-start.ts'
import { sql as conversation } from './0002-conversation.ts'
import { sql as costs } from './0003-costs.ts'
import { sql as pictures } from './0004-pictures.ts'
import { sql as tools } from './0005-tools.ts'

/** In order; a migration that was ever released is never changed, only followed by another. */
export const migrations: readonly string[] = [start, conversation, costs, pictures, tools]
