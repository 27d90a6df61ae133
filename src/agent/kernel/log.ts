/** Least important first. */
export const logLevels = ['debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof logLevels)[number]

/** Facts beside the sentence. Secrets are masked by the writer, but do not put them here. */
export interface LogFields {
  /** Chat key, when the line is about one chat. */
  chat?: string | undefined
  turn?: number | undefined
  account?: string | undefined
  [fact: string]: unknown
}

/**
 * Where a part says what it does. Messages are plain Chinese sentences for the owner;
 * `fields` hold the details. Must not throw and must not block.
 */
export interface Log {
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
  /** The same log under another module name, as shown in the panel's 模块 column. */
  module(name: string): Log
}
