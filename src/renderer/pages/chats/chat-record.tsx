import { ClearOutlined, DownloadOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { ChatRow } from '../../../shared/state.ts'
import { t } from '../../i18n/i18n.ts'
import { call } from '../../live/panel.ts'
import { useExport } from '../../live/use-export.ts'
import { formatSize } from '../../ui/format.ts'
import { ChatChanges } from './chat-changes.tsx'
import styles from './chat-record.module.css'
import { clearContext, restoreContext } from './clear-context.ts'
import { SetAsideList } from './set-aside-list.tsx'

/** What happened to this chat apart from what was said: its context, its changes, what had to be mended. */
export function ChatRecord({ chat }: { chat: ChatRow }) {
  return (
    <>
      <Part title={t('上下文')} text={t('清空以后，前面说的不再发给模型，记录还在。')}>
        <div className={styles.buttons}>
          <Button size="small" icon={<ClearOutlined />} onClick={() => void clearContext(chat.id)}>
            {t('清空上下文')}
          </Button>
          {chat.contextFrom > 0 && (
            <Button size="small" type="text" onClick={() => void restoreContext(chat.id)}>
              {t('恢复上次清空的')}
            </Button>
          )}
        </div>
      </Part>
      <Part title={t('导出')} text={t('消息、设置和提示词存成一个文件，可以再导入。')}>
        <ExportButton chatId={chat.id} />
      </Part>
      <Part title={t('修改记录')}>
        <ChatChanges chatId={chat.id} />
      </Part>
      <Part title={t('放到一边的请求')} text={t('有的内容模型会拒收，发之前先修好，原样留在这里。')}>
        <SetAsideList chatId={chat.id} />
      </Part>
    </>
  )
}

function Part({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  return (
    <section className={styles.part}>
      <h3>{title}</h3>
      {text && <p>{text}</p>}
      {children}
    </section>
  )
}

function ExportButton({ chatId }: { chatId: number }) {
  const { characters, begin, stop } = useExport((next) => call('export.chat', { chatId, next }))
  const running = characters !== null
  return (
    <div className={styles.buttons}>
      <Button size="small" icon={<DownloadOutlined />} disabled={running} onClick={begin}>
        {t('导出这个聊天')}
      </Button>
      {running && (
        <Button size="small" type="text" onClick={stop}>
          {t('停下')}
        </Button>
      )}
      <span className={styles.progress} role="status">
        {running && t('已经 {{size}}', { size: formatSize(characters) })}
      </span>
    </div>
  )
}
