import { ClearOutlined } from '@ant-design/icons'
import { Button, Switch } from 'antd'
import type { PicturesState } from '../../../shared/pictures.ts'
import { hrefTo } from '../../app/router.ts'
import { t } from '../../i18n/i18n.ts'
import { editChat } from '../../live/edit.ts'
import { call } from '../../live/panel.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatCount, formatSize } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Pane } from '../../ui/pane.tsx'
import { showProblem, showToast } from '../../ui/toast.tsx'
import styles from './cache-view.module.css'

type ChatMemory = PicturesState['chats'][number]

/** What is in memory, chat by chat. */
export function MemoryPane({ state }: { state: PicturesState }) {
  const { chats } = state
  return (
    <Pane
      title={t('内存，按聊天')}
      actions={
        state.memoryItems > 0 && (
          <Button size="small" type="text" icon={<ClearOutlined />} onClick={() => void forget(null)}>
            {t('全部清空')}
          </Button>
        )
      }
      flush
    >
      {chats.length === 0 ? (
        <EmptyState
          icon={<ClearOutlined />}
          title={t('内存里没有图片')}
          text={t('用到的时候从磁盘读，用过以后留一会儿。')}
        />
      ) : (
        <div className={styles.scroll}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th>{t('聊天')}</th>
                <th>{t('张数')}</th>
                <th>{t('占用')}</th>
                <th>{t('常看图')}</th>
                <th>
                  <span className={styles.unseen}>{t('清空')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {chats.map((chat) => (
                <Row key={chat.chatId} chat={chat} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p className={styles.note}>{t('常看图的聊天多留几张、留得久。别的聊天在它自己的「图片」里打开。')}</p>
    </Pane>
  )
}

function Row({ chat }: { chat: ChatMemory }) {
  const { chatId, title, items, bytes, keptLonger } = chat
  const keep = (on: boolean) => {
    const said = on
      ? t('「{{title}}」的图片多留一会儿', { title })
      : t('「{{title}}」的图片和别的一样留', { title })
    void editChat(chatId, [{ path: ['pictures', 'keepLonger'], set: on }], said)
  }
  return (
    <tr>
      <td>
        <a href={hrefTo('/pictures', { chat: String(chatId) })} title={title}>
          {title}
        </a>
      </td>
      <td>{formatCount(items)}</td>
      <td>{formatSize(bytes)}</td>
      <td>
        <Switch
          size="small"
          checked={keptLonger}
          aria-label={t('常看图：{{title}}', { title })}
          onChange={keep}
        />
      </td>
      <td>
        <IconButton label={t('清空「{{title}}」的', { title })} onClick={() => void forget(chat)}>
          <ClearOutlined />
        </IconButton>
      </td>
    </tr>
  )
}

/** Nothing is lost by it: the store on the disk keeps them. */
async function forget(chat: ChatMemory | null): Promise<void> {
  try {
    await call('pictures.forget', chat ? { chatId: chat.chatId } : {})
    showToast({
      text: chat
        ? t('清空了「{{title}}」在内存里的图片', { title: chat.title })
        : t('内存里的图片都清空了，磁盘上的还在'),
    })
  } catch (error) {
    showProblem(error)
  }
}
