import type { ProcessState } from '../../../shared/state.ts'
import { t } from '../../i18n/i18n.ts'
import { useTopic } from '../../live/use-topic.ts'
import { FactList } from '../../ui/fact-list.tsx'
import { formatCount, formatSize } from '../../ui/format.ts'
import { Pane } from '../../ui/pane.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './facts.module.css'

const selectSizes = ({ databaseBytes, freeDiskBytes, messages }: ProcessState) => ({
  databaseBytes,
  freeDiskBytes,
  messages,
})

/** An almost empty database is mostly its own tables. */
const enoughMessages = 1000

/** What has piled up on disk. */
export function SizesPane() {
  const sizes = useTopic('process', selectSizes)
  if (!sizes) {
    return (
      <Pane title={t('存储')}>
        <Skeleton />
      </Pane>
    )
  }
  const perMessage = sizes.messages >= enoughMessages ? sizes.databaseBytes / sizes.messages : 0
  const facts = [
    { name: t('记下的消息'), value: t('{{n}} 条', { n: formatCount(sizes.messages) }) },
    { name: t('数据库'), value: formatSize(sizes.databaseBytes) },
    { name: t('平均一条'), value: perMessage > 0 ? formatSize(perMessage) : '–' },
    {
      name: t('磁盘剩余'),
      value: sizes.freeDiskBytes === null ? t('不知道') : formatSize(sizes.freeDiskBytes),
    },
  ]
  return (
    <Pane title={t('存储')} flush>
      <FactList className={styles.sizes} facts={facts} />
    </Pane>
  )
}
