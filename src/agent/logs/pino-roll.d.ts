declare module 'pino-roll' {
  /** A sonic-boom stream that changes its file with the day and with its size. */
  export interface RollingFile {
    write(line: string): boolean
    flushSync(): void
    end(): void
    on(event: 'error', listener: (error: Error) => void): this
  }

  /** See the package's README: `limit.count` is how many old files stay beside the current one. */
  export default function roll(options: {
    file: string
    frequency: 'daily'
    dateFormat: string
    size: string
    limit: { count: number; removeOtherLogFiles: boolean }
    mkdir: boolean
  }): Promise<RollingFile>
}
