import type { Problem } from '../../../shared/problem.ts'
import type { ToolFileState } from '../../../shared/tools.ts'
import { ToolFileName } from '../../../shared/tools.ts'
import { t } from '../../i18n/i18n.ts'
import type { Tone } from '../../ui/dot.tsx'

/** How a tool file is, as a word and a colour. */
export function fileWord(state: ToolFileState['state']): { tone: Tone; word: string } {
  const words: Record<ToolFileState['state'], { tone: Tone; word: string }> = {
    loading: { tone: 'accent', word: t('正在加载') },
    ready: { tone: 'ok', word: t('能用') },
    off: { tone: 'mute', word: t('关着') },
    broken: { tone: 'err', word: t('没加载上') },
    stopped: { tone: 'err', word: t('停掉了') },
  }
  return words[state]
}

/** What keeps a name from being one for a new file, or null. `taken` are the names there are. */
export function complaintAboutFile(file: string, taken: ReadonlySet<string>): string | null {
  const issue = ToolFileName.safeParse(file).error?.issues[0]
  if (file === '') return t('要填一个名字')
  if (issue) return issue.code === 'invalid_format' ? formatComplaint(file) : t('名字太长了，最多 100 个字')
  const same = [...taken].find((one) => one.toLowerCase() === file.toLowerCase())
  return same === undefined ? null : t('已经有「{{file}}」了', { file: same })
}

function formatComplaint(file: string): string {
  return /\.(mjs|js|ts)$/.test(file)
    ? t('名字里不能有 / \\ : * ? " < > |，也不能以点开头')
    : t('要以 .mjs、.js 或 .ts 结尾')
}

/** A name as it was typed, with the ending that is meant when none is written. */
export function completeFile(typed: string): string {
  const name = typed.trim()
  return name === '' || name.includes('.') ? name : `${name}.mjs`
}

/** What came of loading files again. */
export function reloadedWords(results: readonly { file: string; problem: Problem | null }[]): string {
  if (results.length === 0) return t('文件夹里还没有工具文件')
  const failed = results.filter(({ problem }) => problem !== null).map(({ file }) => file)
  const ok = results.length - failed.length
  if (failed.length === 0) return t('{{n}} 个文件重新加载了', { n: ok })
  return t('{{ok}} 个加载好了，没加载上的：{{failed}}', { ok, failed: failed.join('、') })
}
