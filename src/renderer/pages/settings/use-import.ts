import { useRef, useState } from 'react'
import type { Problem } from '../../../shared/problem.ts'
import { t } from '../../i18n/i18n.ts'
import { call } from '../../live/panel.ts'
import { problemOf } from '../../live/panel-error.ts'
import { packFiles, type RefusedFile, type TransferFile } from './import-files.ts'
import { type PickedFile, readPicked } from './read-files.ts'
import { mergePreviews, type Review, skipOf } from './review.ts'

export type ImportState =
  | { step: 'idle' }
  | { step: 'reading'; files: number }
  | { step: 'looking'; done: number; all: number }
  | { step: 'review'; review: Review; refused: RefusedFile[]; skipped: number }
  | { step: 'importing'; done: number; all: number }
  | { step: 'done'; done: string[]; problems: string[] }
  | { step: 'failed'; problem: Problem }

interface Import {
  state: ImportState
  begin: (picked: Promise<PickedFile[]> | PickedFile[]) => void
  /** Takes over what is not `left` out. */
  apply: (selfId: string, left: ReadonlySet<string>) => void
  /** Forgets what was chosen; what is under way comes to nothing. */
  reset: () => void
}

const idle: ImportState = { step: 'idle' }

/** An import from the chosen files to what came of them. One at a time; another choice begins anew. */
export function useImport(): Import {
  const [state, setState] = useState<ImportState>(idle)
  const calls = useRef<TransferFile[][]>([])
  const attempt = useRef(0)

  /** Runs a part of it; what it tells after something else began is not heard. */
  const run = async (work: (tell: (next: ImportState) => void) => Promise<void>) => {
    const own = ++attempt.current
    const tell = (next: ImportState) => {
      if (attempt.current === own) setState(next)
    }
    try {
      await work(tell)
    } catch (error) {
      tell({ step: 'failed', problem: problemOf(error) })
    }
  }

  const begin: Import['begin'] = (chosen) =>
    void run(async (tell) => {
      const picked = await chosen
      tell({ step: 'reading', files: picked.length })
      const { files, refused, skipped } = await readPicked(picked)
      const packed = packFiles(files)
      calls.current = packed.calls
      const turnedAway = [...refused, ...packed.refused]
      if (packed.calls.length === 0 && turnedAway.length === 0)
        return tell({ step: 'failed', problem: nothingFound() })
      const previews = []
      for (const [index, part] of packed.calls.entries()) {
        tell({ step: 'looking', done: index, all: packed.calls.length })
        previews.push(await call('import.preview', { files: part }))
      }
      tell({ step: 'review', review: mergePreviews(previews), refused: turnedAway, skipped })
    })

  const apply: Import['apply'] = (selfId, left) => {
    if (state.step !== 'review') return
    const { review } = state
    void run(async (tell) => {
      const all = calls.current.length
      const done: string[] = []
      const problems: string[] = []
      for (const [index, files] of calls.current.entries()) {
        tell({ step: 'importing', done: index, all })
        const result = await call('import.apply', { files, selfId, skip: skipOf(review, left, index) })
        done.push(...result.done)
        problems.push(...result.problems)
      }
      calls.current = []
      tell({ step: 'done', done: [...new Set(done)], problems: [...new Set(problems)] })
    })
  }
  const reset = () => {
    attempt.current++
    calls.current = []
    setState(idle)
  }
  return { state, begin, apply, reset }
}

function nothingFound(): Problem {
  return {
    code: 'import.nothing',
    message: t('里面没有能认的文件'),
    hint: t('要杏桃的导出（.jsonl）、AI_chat 的整个文件夹，或者 SillyTavern 的角色卡（.json）。'),
  }
}
