import { Changes } from './changes.ts'
import { Chats } from './chats.ts'
import type { Database } from './database.ts'
import { Messages } from './messages.ts'
import { Missed } from './missed.ts'
import { ModelCalls } from './model-calls.ts'
import { Turns } from './turns.ts'

/** The tables, each behind its own door. */
export interface Storage {
  readonly database: Database
  readonly chats: Chats
  readonly messages: Messages
  readonly turns: Turns
  readonly modelCalls: ModelCalls
  readonly changes: Changes
  readonly missed: Missed
}

export function storageOf(database: Database): Storage {
  return {
    database,
    chats: new Chats(database),
    messages: new Messages(database),
    turns: new Turns(database),
    modelCalls: new ModelCalls(database),
    changes: new Changes(database),
    missed: new Missed(database),
  }
}
