import type { Problem } from '../../../shared/problem.ts'
import { t } from '../../i18n/i18n.ts'
import { call } from '../../live/panel.ts'
import { problemOf } from '../../live/panel-error.ts'

/** What came of one file: a character, with what was not understood of it, or why there is none. */
export type ImportOutcome = { file: string; id: number; notes: string[] } | { file: string; problem: Problem }

const longest = 4_000_000

/** Makes a character of each file, one after the other. Never throws. */
export async function importFiles(files: readonly File[]): Promise<ImportOutcome[]> {
  const outcomes: ImportOutcome[] = []
  for (const file of files) outcomes.push(await importFile(file))
  return outcomes
}

async function importFile(file: File): Promise<ImportOutcome> {
  const problem = complaintAboutFile(file)
  if (problem) return { file: file.name, problem }
  try {
    const { id, notes } = await call('characters.import', { text: await file.text() })
    return { file: file.name, id, notes }
  } catch (error) {
    const why = problemOf(error)
    const message = t('「{{name}}」没有导入：{{why}}', { name: file.name, why: why.message })
    return { file: file.name, problem: { ...why, message } }
  }
}

/** What can be told about a file without reading it; null when it is worth reading. */
export function complaintAboutFile({
  name,
  type,
  size,
}: Pick<File, 'name' | 'type' | 'size'>): Problem | null {
  if (type.startsWith('image/'))
    return {
      code: 'character.picture',
      message: t('「{{name}}」是图片', { name }),
      hint: t('在原来的程序里把角色卡导出成 JSON，再拖进来。'),
    }
  if (size > longest)
    return {
      code: 'character.too-large',
      message: t('「{{name}}」太大了，超过 4 MB', { name }),
      hint: t('角色卡一般只有几十 KB，看看是不是选错了文件。'),
    }
  return null
}
