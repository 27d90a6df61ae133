import { ProblemError } from '../kernel/problem.ts'

const texts: Record<string, { code: string; message: string; hint: string }> = {
  SQLITE_FULL: {
    code: 'storage.full',
    message: '磁盘满了，新消息存不下来',
    hint: '清出一些空间；有空间以后会自己恢复',
  },
  SQLITE_READONLY: {
    code: 'storage.read-only',
    message: '数据库文件是只读的，什么也存不下来',
    hint: '把数据文件夹改成可以写，然后重新打开杏桃',
  },
  SQLITE_CANTOPEN: {
    code: 'storage.read-only',
    message: '数据库文件打不开',
    hint: '看看数据文件夹在不在、能不能写，然后重新打开杏桃',
  },
  SQLITE_CORRUPT: {
    code: 'storage.corrupt',
    message: '数据库文件坏了',
    hint: '从备份恢复，或者把它改名后重新打开杏桃，会建一个新的',
  },
  SQLITE_NOTADB: {
    code: 'storage.corrupt',
    message: '数据库文件不是数据库，或者已经坏了',
    hint: '从备份恢复，或者把它改名后重新打开杏桃，会建一个新的',
  },
  SQLITE_BUSY: {
    code: 'storage.busy',
    message: '数据库被别的程序占着',
    hint: '关掉正在打开它的程序',
  },
  SQLITE_IOERR: {
    code: 'storage.failed',
    message: '读写磁盘出错',
    hint: '看看磁盘是不是坏了或者被拔掉了',
  },
}

/** Turns what SQLite throws into a sentence; ProblemErrors stay as they are. */
export function storageProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  // Extended codes (`SQLITE_IOERR_WRITE`) begin with their basic one.
  const known = Object.keys(texts).find((name) => code === name || code.startsWith(`${name}_`))
  const text = (known && texts[known]) || {
    code: 'storage.failed',
    message: '数据库出错，这一条没有存下来',
    hint: '重新打开杏桃试试；还不行就复制诊断给我们',
  }
  const detail = error instanceof Error ? `${code} ${error.message}`.trim() : String(error)
  return new ProblemError({ ...text, detail }, { cause: error })
}
