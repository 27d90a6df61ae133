import type { TurnDetail } from '../../shared/state.ts'
import { t } from '../i18n/i18n.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { formatCount } from '../ui/format.ts'
import { Picture } from '../ui/picture.tsx'
import { SideDrawer } from '../ui/side-drawer.tsx'
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
    <SideDrawer
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
          {message.content && <pre>{message.content}</pre>}
          <Seen pictures={message.pictures} />
        </section>
      ))}
      {reasoning && (
        <section className={styles.message}>
          <h3>{t('模型的思考，没有发到聊天里')}</h3>
          <pre>{reasoning}</pre>
        </section>
      )}
    </SideDrawer>
  )
}

type Labelled = NonNullable<TurnDetail['request']>[number]['pictures'][number]

/** The pictures that went along, by the names the text has for them. */
function Seen({ pictures }: { pictures: readonly Labelled[] }) {
  if (pictures.length === 0) return null
  return (
    <ul className={styles.pictures} aria-label={t('带上的图片')}>
      {pictures.map(({ label, hash }) => (
        <li key={label}>
          <span>
            <Picture hash={hash} alt={label} gone={t('已过期')} />
          </span>
          {label}
        </li>
      ))}
    </ul>
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
