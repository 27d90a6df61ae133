import { HistoryOutlined } from '@ant-design/icons'
import type { ToolCallEntry, ToolState } from '../../../shared/tools.ts'
import { hrefTo } from '../../app/router.ts'
import { argumentText, argumentWords, resultText } from '../../conversation/tool-calls.ts'
import { t } from '../../i18n/i18n.ts'
import { call } from '../../live/panel.ts'
import { useAsked } from '../../live/use-asked.ts'
import { Dot } from '../../ui/dot.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorBlock } from '../../ui/error-block.tsx'
import { formatClock, formatDay, formatDuration } from '../../ui/format.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useNow } from '../../ui/use-now.ts'
import styles from './tool-calls.module.css'

const shown = 50

/** The last calls of a tool, newest first; read again when there is a new one. */
export function ToolCalls({ tool: { name, lastAt } }: { tool: ToolState }) {
  const { answer, problem } = useAsked(
    () => call('tools.calls', { name, limit: shown }),
    `${name} ${lastAt ?? ''}`,
  )
  if (problem && !answer) return <ErrorBlock problem={problem} />
  if (!answer) return <Skeleton />
  if (answer.length === 0)
    return (
      <EmptyState
        icon={<HistoryOutlined />}
        title={t('还没有人用过')}
        text={t('模型用了它，每一次都会记在这里。')}
      />
    )
  return (
    <ul className={styles.calls}>
      {answer.map((entry) => (
        <Entry key={entry.id} entry={entry} />
      ))}
    </ul>
  )
}

function Entry({ entry }: { entry: ToolCallEntry }) {
  const now = useNow(60_000)
  const { at, senderName, arguments: args, ms, failed, chatId, chatTitle } = entry
  const result = resultText(entry.result)
  const when = `${formatDay(at, now)} ${formatClock(at)}`
  return (
    <li>
      <details>
        <summary>
          <span className={styles.when}>{when}</span>
          <span className={styles.what} title={argumentWords(args)}>
            {argumentWords(args) || t('没有参数')}
          </span>
          <span className={styles.ms} data-failed={failed || undefined}>
            <Dot tone={failed ? 'err' : 'ok'} />
            {failed ? t('失败') : t('好了')} {formatDuration(ms)}
          </span>
        </summary>
        <div className={styles.whole}>
          <p>
            {chatId === null ? (
              t('在面板里试的')
            ) : (
              <>
                {senderName && t('{{name}}要的 · ', { name: senderName })}
                <a href={hrefTo(`/chats/${chatId}`)} title={chatTitle}>
                  {chatTitle}
                </a>
              </>
            )}
          </p>
          <h2>{t('参数')}</h2>
          <pre>{argumentText(args)}</pre>
          <h2>{t('结果')}</h2>
          <pre>{result || t('（空）')}</pre>
        </div>
      </details>
    </li>
  )
}
