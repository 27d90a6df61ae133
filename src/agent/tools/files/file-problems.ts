import { ProblemError } from '../../kernel/problem.ts'
import { cleanLine } from '../../kernel/text.ts'

/** Seconds that loading a file may take. */
export const loadSeconds = 10

const again = '改好存盘就会自动再试，也可以点「重新加载」'

/** `tools.file-broken`: it cannot be loaded as it is. */
export function fileBroken(file: string, message: string, hint: string): ProblemError {
  return new ProblemError({ code: 'tools.file-broken', message: `「${file}」用不了：${message}`, hint })
}

/** `tools.file-slow`: loading did not come to an end. */
export function fileSlow(file: string): ProblemError {
  return new ProblemError({
    code: 'tools.file-slow',
    message: `「${file}」载入了 ${loadSeconds} 秒还没有完，停掉了它`,
    hint: `最外层的代码不能一直等或者一直循环。${again}`,
  })
}

/** `tools.file-stuck`: a call did not come out of a loop. */
export function fileStuck(file: string): ProblemError {
  return new ProblemError({
    code: 'tools.file-stuck',
    message: `「${file}」卡在循环里出不来，停掉了它；别的工具不受影响`,
    hint: `看看哪个循环没有尽头。${again}`,
  })
}

/** `tools.file-memory`: it used more than it may. */
export function fileMemory(file: string, megabytes: number): ProblemError {
  return new ProblemError({
    code: 'tools.file-memory',
    message: `「${file}」用的内存超过了 ${megabytes} MB，停掉了它；别的工具不受影响`,
    hint: `让它少占一些，或者在设置里放宽工具文件内存。${again}`,
  })
}

/** `tools.file-crashed`: an error that nothing caught. */
export function fileCrashed(file: string, error: unknown): ProblemError {
  const said = cleanLine(error instanceof Error ? error.message : String(error), 200)
  return new ProblemError({
    code: 'tools.file-crashed',
    message: `「${file}」崩溃了，停掉了它；别的工具不受影响：${said}`,
    hint: again,
  })
}

/** `tools.file-exited`: it ended its own process. */
export function fileExited(file: string, exitCode: number): ProblemError {
  return new ProblemError({
    code: 'tools.file-exited',
    message: `「${file}」自己退出了（退出码 ${exitCode}）；别的工具不受影响`,
    hint: `工具里不要用 process.exit。${again}`,
  })
}

/** `tools.file-large`: no person wrote this. */
export function fileLarge(file: string, megabytes: number): ProblemError {
  return new ProblemError({
    code: 'tools.file-large',
    message: `「${file}」超过 ${megabytes} MB，没有载入`,
    hint: '工具文件只放代码；数据放进子文件夹，用的时候再读',
  })
}

/** `tools.folder`: it cannot be read, so that none of its tools can be used. */
export function folderUnreadable(folder: string, error: unknown): ProblemError {
  return new ProblemError({
    code: 'tools.folder',
    message: `工具文件夹读不出来（${(error as NodeJS.ErrnoException).code ?? '未知原因'}），里面的改动都没有用上`,
    hint: `看看 ${folder} 是不是文件夹、当前用户能不能读写，再点「重新加载」`,
  })
}

/** `tools.folder`: the system does not tell of changes in it. */
export function folderUnwatched(error: unknown): ProblemError {
  return new ProblemError({
    code: 'tools.folder',
    message: `看不到工具文件夹里的改动（${(error as NodeJS.ErrnoException).code ?? '未知原因'}）；已经载入的照常能用`,
    hint: '改完点「重新加载」；一直这样的话重启一次',
  })
}

/** `tools.file-unreadable`: the system does not hand it out. */
export function fileUnreadable(file: string, error: unknown): ProblemError {
  return new ProblemError({
    code: 'tools.file-unreadable',
    message: `「${file}」读不出来（${(error as NodeJS.ErrnoException).code ?? '未知原因'}）`,
    hint: '看看它是不是一个普通文件、当前用户能不能读',
  })
}

/** `tools.file-missing`: there is no such file. */
export function fileMissing(file: string): ProblemError {
  return new ProblemError({
    code: 'tools.file-missing',
    message: `工具文件夹里没有「${file}」`,
    hint: '看看名字；文件要直接放在工具文件夹里，以 .mjs、.js 或 .ts 结尾',
  })
}

/** `tools.file-exists`: a template would write over something. */
export function fileExists(file: string): ProblemError {
  return new ProblemError({
    code: 'tools.file-exists',
    message: `已经有「${file}」了，没有动它`,
    hint: '换一个名字',
  })
}

/** `tools.file-name`: no name for a file here. */
export function fileNameWrong(): ProblemError {
  return new ProblemError({
    code: 'tools.file-name',
    message: '这个文件名用不了',
    hint: '要以 .mjs、.js 或 .ts 结尾，不以点开头，里面没有 / \\ : * ? " < > | 这些字符',
  })
}
