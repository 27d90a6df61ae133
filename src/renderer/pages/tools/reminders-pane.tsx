import { Button, Popconfirm } from 'antd'
import type { Reminder } from '../../../shared/tools.ts'
import { hrefTo } from '../../app/router.ts'
import { t } from '../../i18n/i18n.ts'
import { call } from '../../live/panel.ts'
import { formatClock, formatDuration } from '../../ui/format.ts'
import { Pane } from '../../ui/pane.tsx'
import { showProblem, showToast } from '../../ui/toast.tsx'
import { useNow } from '../../ui/use-now.ts'
import styles from './lines.module.css'
import { dayWords } from './reminder-words.ts'

/** What is still to be said, the next first. */
export function RemindersPane({ reminders }: { reminders: readonly Reminder[] }) {
  return (
    <Pane title={t('提醒')} count={reminders.length} actions={t('到点说在原来的聊天里')} flush>
      <ul className={styles.lines}>
        {reminders
          .toSorted((a, b) => a.at - b.at)
          .map((reminder) => (
            <Line key={reminder.id} reminder={reminder} />
          ))}
      </ul>
    </Pane>
  )
}

function Line({ reminder: { id, at, text, chatId, chatTitle, userName } }: { reminder: Reminder }) {
  const now = useNow(30_000)
  const cancel = async () => {
    try {
      await call('reminders.cancel', { id })
      showToast({ text: t('这条提醒取消了') })
    } catch (error) {
      showProblem(error)
    }
  }
  return (
    <li data-tall="">
      <time title={t('还有 {{left}}', { left: formatDuration(Math.max(0, at - now)) })}>
        {dayWords(at, now)} {formatClock(at)}
      </time>
      <span className={styles.rest}>
        <b title={text}>{text}</b>
        <a href={hrefTo(`/chats/${chatId}`)} title={chatTitle}>
          {userName && userName !== chatTitle
            ? t('{{chat}} · {{name}}要的', { chat: chatTitle, name: userName })
            : chatTitle}
        </a>
      </span>
      <Popconfirm
        title={t('取消这条提醒？')}
        description={t('取消了就不会再说，要提醒得重新让机器人记。')}
        okText={t('取消提醒')}
        cancelText={t('留着')}
        okButtonProps={{ danger: true }}
        onConfirm={cancel}
      >
        <Button size="small" aria-label={t('取消提醒「{{text}}」', { text })}>
          {t('取消')}
        </Button>
      </Popconfirm>
    </li>
  )
}
