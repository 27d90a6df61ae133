import { CacheBreaks } from './cache-breaks.ts'
import { Changes } from './changes.ts'
import { Characters } from './characters.ts'
import { Chats } from './chats.ts'
import type { Database } from './database.ts'
import { Messages } from './messages.ts'
import { Missed } from './missed.ts'
import { ModelCalls } from './model-calls.ts'
import { Pictures } from './pictures.ts'
import { PromptVersions } from './prompt-versions.ts'
import { Reminders } from './reminders.ts'
import { SetAside } from './set-aside.ts'
import { Speakers } from './speakers.ts'
import { Summaries } from './summaries.ts'
import { ToolCalls } from './tool-calls.ts'
import { ToolGrants } from './tool-grants.ts'
import { ToolValues } from './tool-values.ts'
import { Turns } from './turns.ts'
import { Usage } from './usage.ts'
import { Waitings } from './waitings.ts'

/** The tables, each behind its own door. */
export interface Storage {
  readonly database: Database
  readonly chats: Chats
  readonly messages: Messages
  readonly turns: Turns
  readonly modelCalls: ModelCalls
  readonly usage: Usage
  readonly cacheBreaks: CacheBreaks
  readonly changes: Changes
  readonly missed: Missed
  readonly characters: Characters
  readonly promptVersions: PromptVersions
  readonly summaries: Summaries
  readonly speakers: Speakers
  readonly setAside: SetAside
  readonly pictures: Pictures
  readonly toolCalls: ToolCalls
  readonly waitings: Waitings
  readonly toolGrants: ToolGrants
  readonly toolValues: ToolValues
  readonly reminders: Reminders
}

export function storageOf(database: Database): Storage {
  return {
    database,
    chats: new Chats(database),
    messages: new Messages(database),
    turns: new Turns(database),
    modelCalls: new ModelCalls(database),
    usage: new Usage(database),
    cacheBreaks: new CacheBreaks(database),
    changes: new Changes(database),
    missed: new Missed(database),
    characters: new Characters(database),
    promptVersions: new PromptVersions(database),
    summaries: new Summaries(database),
    speakers: new Speakers(database),
    setAside: new SetAside(database),
    pictures: new Pictures(database),
    toolCalls: new ToolCalls(database),
    waitings: new Waitings(database),
    toolGrants: new ToolGrants(database),
    toolValues: new ToolValues(database),
    reminders: new Reminders(database),
  }
}
