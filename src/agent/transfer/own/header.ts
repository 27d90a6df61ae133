import type { Problem } from '../../../shared/problem.ts'
import { isRecord } from '../../kernel/record.ts'
import { type Json, valueAt } from '../fields.ts'
import { readJsonLine } from '../json-text.ts'

/** Of the format written here. Everything up to it can be read; see `test/fixtures/transfer`. */
export const exportVersion = 1

/** The first line of an export. The lines after it are records, one JSON object each, told apart by `type`. */
export interface ExportHeader {
  readonly apricot: 'export'
  readonly version: number
  readonly kind: 'chat' | 'all'
  /** When it was begun, in milliseconds since the epoch. */
  readonly at: number
  /** Version of the program. */
  readonly app: string
  /** Tells pieces of one file from those of another. */
  readonly id: string
}

const longestHeader = 2000

/** Whether a text is one of our exports, of whatever version, or a piece of one with the first line in front. */
export function isExport(text: string): boolean {
  return headerIn(text) !== null
}

/** The id in the header, or why this file cannot be read. */
export function readHeader(text: string): { id: string } | { problem: Problem } {
  const header = headerIn(text) ?? {}
  const version = valueAt(header, 'version')
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    return { problem: { code: 'import.header', message: '第一行没有写版本', hint: '换一份完整的导出文件' } }
  }
  if (version > exportVersion) {
    return {
      problem: {
        code: 'import.newer',
        message: `这是更新版本的杏桃导出的（第 ${version} 版，这里只认到第 ${exportVersion} 版），什么都没有动`,
        hint: '装上新版本的杏桃再导入',
      },
    }
  }
  const id = valueAt(header, 'id')
  return { id: typeof id === 'string' ? id : '' }
}

function headerIn(text: string): Json | null {
  const end = text.indexOf('\n')
  const line = text.slice(text.startsWith('\uFEFF') ? 1 : 0, end < 0 ? undefined : end)
  if (line.length > longestHeader || !line.includes('"apricot"')) return null
  const value = readJsonLine(line)
  return isRecord(value) && valueAt(value, 'apricot') === 'export' ? value : null
}
