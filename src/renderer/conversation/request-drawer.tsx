import { Drawer } from 'antd'
import type { TurnDetail } from '../../shared/state.ts'
import { t } from '../i18n/i18n.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { formatCount } from '../ui/format.ts'
import styles from './request-drawer.module.css'

interface RequestDrawerProps {
  detail: TurnDetail
  open: boolean
  onClose: () => void
}

/** The exact request of the last model call, message by message, and what the model thought. */
export function RequestDrawer({ detail, open, onClose }: RequestDrawerProps) {
  const { request, reasoning, turn } = detail
  return (
    <Drawer
      open={open}
      onClose={onClose}
      size={560}
      title={t('发出去的全文')}
      extra={request && <CopyButton text={() => JSON.stringify(request, null, 2)} label={t('复制')} />}
    >
      <p className={styles.summary}>
        {t('{{messages}} 条消息，约 {{tokens}} 词元，发给 {{model}}', {
          messages: request?.length ?? turn.requestMessages,
          tokens: formatCount(turn.requestTokens),
          model: turn.model,
        })}
      </p>
      {request === null && <p className={styles.gone}>{t('全文只在内存里留一会儿，这一条已经不在了。')}</p>}
      {request?.map((message, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a request is what it is; its messages never move
        <section key={index} className={styles.message}>
          <h3>{roleTitle(message.role)}</h3>
          <pre>{message.content}</pre>
        </section>
      ))}
      {reasoning && (
        <section className={styles.message}>
          <h3>{t('模型的思考，没有发到聊天里')}</h3>
          <pre>{reasoning}</pre>
        </section>
      )}
    </Drawer>
  )
}

function roleTitle(role: string): string {
  const titles: Record<string, string> = {
    system: t('提示词'),
    user: t('聊天里的人'),
    assistant: t('机器人'),
    tool: t('工具的结果'),
  }
  return titles[role] ?? role
}
