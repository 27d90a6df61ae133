import type { ProcessState } from '../../../shared/state.ts'
import type { Standing } from '../../app/standing.ts'
import { t } from '../../i18n/i18n.ts'

const gigabyte = 1024 ** 3
/** Below these the disk is said to be low, or full: SQLite needs room for its log beside the data. */
const lowDisk = 2 * gigabyte
const fullDisk = gigabyte / 5
/** A pause of the event loop that people begin to notice. */
const slowLoopMs = 200

export function storageStanding({ freeDiskBytes }: ProcessState): Standing {
  if (freeDiskBytes !== null && freeDiskBytes < fullDisk) return { tone: 'err', word: t('快满了') }
  if (freeDiskBytes !== null && freeDiskBytes < lowDisk) return { tone: 'warn', word: t('不多了') }
  return { tone: 'ok', word: t('正常') }
}

export function processStanding({ loopDelayMs }: ProcessState): Standing {
  if (loopDelayMs > slowLoopMs) return { tone: 'warn', word: t('有点卡') }
  return { tone: 'ok', word: t('正常') }
}
