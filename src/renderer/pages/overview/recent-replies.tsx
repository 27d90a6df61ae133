import { MessageOutlined } from '@ant-design/icons'
import { hrefTo } from '../../app/router.ts'
import { t } from '../../i18n/i18n.ts'
import { useTopic } from '../../live/use-topic.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatCost, formatCount, formatWhen, shortModel } from '../../ui/format.ts'
import { MoreLink } from '../../ui/more-link.tsx'
import { Pane } from '../../ui/pane.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useNow } from '../../ui/use-now.ts'
import { Yuan } from '../../ui/yuan.tsx'
import styles from './recent-replies.module.css'

const minute = 60_000

export function RecentReplies() {
  const replies = useTopic('recent', (recent) => recent.replies)
  const now = useNow(minute)
  return (
    <Pane
      title={t('最近回复')}
      actions={<MoreLink href={hrefTo('/chats')}>{t('全部聊天')}</MoreLink>}
      flush
      grow
    >
      {!replies && (
        <div className={styles.loading}>
          <Skeleton widths={[0.9, 0.7, 0.8]} />
        </div>
      )}
      {replies?.length === 0 && (
        <EmptyState
          icon={<MessageOutlined />}
          title={t('还没有回过')}
          text={t('在 QQ 里 @ 一下机器人，或先去试聊。')}
        />
      )}
      {replies?.map((reply) => (
        <a key={reply.turnId} className={styles.row} href={hrefTo(`/chats/${reply.chatId}`)}>
          <time dateTime={new Date(reply.at).toISOString()}>{formatWhen(reply.at, now)}</time>
          <span className={styles.chat}>{reply.chatTitle}</span>
          <span className={styles.words}>
            <span>{reply.question}</span>
            <b>{reply.reply}</b>
          </span>
          <span className={styles.model}>{shortModel(reply.model)}</span>
          <span className={styles.cost} title={t('{{n}} 词元', { n: formatCount(reply.tokens) })}>
            <Yuan>{formatCost(reply.cost)}</Yuan>
          </span>
        </a>
      ))}
    </Pane>
  )
}
