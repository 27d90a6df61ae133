import { CheckCircleOutlined, CopyOutlined, PauseOutlined, PlayCircleOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useCallback, useMemo, useState } from 'react'
import type { ChatRow } from '../../../shared/state.ts'
import { useRoute } from '../../app/router.ts'
import { t } from '../../i18n/i18n.ts'
import { useTopic } from '../../live/use-topic.ts'
import { copyText } from '../../ui/clipboard.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorBlock } from '../../ui/error-block.tsx'
import { formatMillis } from '../../ui/format.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { showToast } from '../../ui/toast.tsx'
import { everyLog, type LogFilter } from './log-filter.ts'
import { LogFilters } from './log-filters.tsx'
import { LogFooter } from './log-footer.tsx'
import { LogHistogram } from './log-histogram.tsx'
import { lineText, rowsOf } from './log-row.ts'
import { LogRows } from './log-rows.tsx'
import { chatKeyWords } from './log-words.ts'
import styles from './logs-page.module.css'
import { useLogList } from './use-log-list.ts'
import { usePaced } from './use-paced.ts'
import { useSettled } from './use-settled.ts'

const selectChats = (chats: Record<string, ChatRow>) => chats
/** Typing is one search, not one for each letter. */
const searchDelayMs = 250
const copiedAtMost = 2000
/** Counts and bars over all lines need not keep up with each batch of a flood. */
const countEveryMs = 500

export function LogsPage() {
  const { query } = useRoute()
  const [filter, setFilter] = useState<LogFilter>(() => ({ ...everyLog, turn: Number(query.turn) || null }))
  const [fold, setFold] = useState(true)
  const [paused, setPaused] = useState(false)
  const [hovered, setHovered] = useState(false)
  const [scrolledUp, setScrolledUp] = useState(false)
  const standing = paused || hovered || scrolledUp

  const asked = useSettled(filter, searchDelayMs)
  const { list, state, loadOlder, reload } = useLogList(asked, standing)
  const rows = useMemo(() => rowsOf(list.items, fold), [list.items, fold])
  const counted = usePaced(list.items, countEveryMs)
  const nameOf = useChatNames()

  const copyAll = async () => {
    const lines = list.items.flatMap((item) => (item.kind === 'line' ? [item.line] : [])).slice(-copiedAtMost)
    const text = lines.map((line) => lineText(line, formatMillis(line.at), nameOf(line.chat))).join('\n')
    if (await copyText(text)) showToast({ text: t('已复制 {{n}} 行', { n: lines.length }) })
  }
  const follow = () => {
    setPaused(false)
    setScrolledUp(false)
    setHovered(false)
  }
  return (
    <>
      <PageHeader title={t('日志')} text={t('Key 和令牌已打码。')}>
        <Button
          icon={paused ? <PlayCircleOutlined /> : <PauseOutlined />}
          aria-pressed={paused}
          onClick={paused ? follow : () => setPaused(true)}
        >
          {paused ? t('继续滚动') : t('暂停滚动')}
        </Button>
        <Button icon={<CopyOutlined />} onClick={() => void copyAll()}>
          {t('复制这些')}
        </Button>
      </PageHeader>
      <section className={styles.panel}>
        <LogFilters
          filter={filter}
          fold={fold}
          items={counted}
          chatName={nameOf}
          onChange={setFilter}
          onFold={setFold}
        />
        <LogHistogram items={counted} />
        {typeof state === 'object' && (
          <div className={styles.middle}>
            <ErrorBlock problem={state}>
              <Button size="small" type="primary" onClick={reload}>
                {t('再试一次')}
              </Button>
            </ErrorBlock>
          </div>
        )}
        {rows.length === 0 && state === 'loading' && (
          <div className={styles.middle}>
            <Skeleton widths={[0.6, 0.72, 0.5, 0.66, 0.58]} />
          </div>
        )}
        {rows.length === 0 && state === 'ready' && (
          <Nothing filter={asked} onClear={() => setFilter(everyLog)} />
        )}
        {rows.length > 0 && (
          <LogRows
            rows={rows}
            chatName={nameOf}
            following={!scrolledUp}
            onScrolledUp={setScrolledUp}
            onHover={setHovered}
            onReachTop={loadOlder}
            onFollow={follow}
            onFilter={(change) => setFilter((before) => ({ ...before, ...change }))}
          />
        )}
        <LogFooter list={list} rows={rows.length} standing={standing} onFollow={follow} />
      </section>
    </>
  )
}

/** Log lines name chats by key; people know them by title. */
function useChatNames(): (key: string | undefined) => string | null {
  const chats = useTopic('chats', selectChats)
  const titles = useMemo(
    () => new Map(Object.values(chats ?? {}).map((chat) => [chat.key, chat.title])),
    [chats],
  )
  return useCallback((key) => (key === undefined ? null : titles.get(key) || chatKeyWords(key)), [titles])
}

function Nothing({ filter, onClear }: { filter: LogFilter; onClear: () => void }) {
  if (JSON.stringify(filter) === JSON.stringify(everyLog)) {
    return (
      <div className={styles.middle}>
        <EmptyState icon={<CheckCircleOutlined />} title={t('一切安静')} text={t('有事发生时会写在这里。')} />
      </div>
    )
  }
  return (
    <div className={styles.middle}>
      <EmptyState icon={<CheckCircleOutlined />} title={t('没有这样的行')} text={t('换个词，或放宽条件。')}>
        <Button onClick={onClear}>{t('看全部')}</Button>
      </EmptyState>
    </div>
  )
}
