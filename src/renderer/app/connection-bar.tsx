import { LoadingOutlined } from '@ant-design/icons'
import { t } from '../i18n/i18n.ts'
import { useConnection } from '../live/panel.ts'
import styles from './connection-bar.module.css'

/** Says when what is shown may be old: the panel has lost the bot. The bot itself goes on. */
export function ConnectionBar() {
  const connection = useConnection()
  return (
    <div role="status" aria-live="polite">
      {connection === 'reconnecting' && (
        <p className={styles.bar}>
          <LoadingOutlined />
          {t('面板和机器人断开了，正在重连。下面是断开前的样子，机器人不受影响。')}
        </p>
      )}
      {connection === 'refused' && (
        <p className={styles.bar} data-tone="err">
          {t('这个浏览器还不能打开面板：地址里的令牌用过了或不对。重新启动机器人，用它打印的新地址打开。')}
        </p>
      )}
    </div>
  )
}
