import { Button } from 'antd'
import { useCallback } from 'react'
import type { Grant, ToolState } from '../../../shared/tools.ts'
import { hrefTo } from '../../app/router.ts'
import { leftWords } from '../../conversation/ask-words.ts'
import { t } from '../../i18n/i18n.ts'
import { call } from '../../live/panel.ts'
import { useTopic } from '../../live/use-topic.ts'
import { Pane } from '../../ui/pane.tsx'
import { showProblem, showToast } from '../../ui/toast.tsx'
import { useNow } from '../../ui/use-now.ts'
import styles from './lines.module.css'

/** Leave that was given for a while, and the way to take it back. */
export function GrantsPane({ grants }: { grants: readonly Grant[] }) {
  return (
    <Pane title={t('暂时放行')} count={grants.length} actions={t('到点自己收回')} flush>
      <ul className={styles.lines}>
        {grants.map((grant) => (
          <Line key={`${grant.chatId} ${grant.tool}`} grant={grant} />
        ))}
      </ul>
    </Pane>
  )
}

function Line({ grant: { chatId, chatTitle, tool, toolTitle: kept, until } }: { grant: Grant }) {
  // A grant may be older than the tool's being there, as after a restart.
  const select = useCallback((tools: Record<string, ToolState>) => tools[tool]?.title, [tool])
  const toolTitle = useTopic('tools', select) ?? kept
  const now = useNow(1000)
  const revoke = async () => {
    try {
      await call('asks.revoke', { chatId, tool })
      showToast({ text: t('「{{tool}}」收回了，再用要重新批准', { tool: toolTitle }) })
    } catch (error) {
      showProblem(error)
    }
  }
  return (
    <li>
      <b title={tool}>{toolTitle}</b>
      <a className={styles.rest} href={hrefTo(`/chats/${chatId}`)} title={chatTitle}>
        {chatTitle}
      </a>
      <time>{leftWords(until, now)}</time>
      <Button
        size="small"
        aria-label={t('收回「{{tool}}」在 {{chat}}', { tool: toolTitle, chat: chatTitle })}
        onClick={() => void revoke()}
      >
        {t('收回')}
      </Button>
    </li>
  )
}
