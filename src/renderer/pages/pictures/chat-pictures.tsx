import { PictureOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { hrefTo, navigate } from '../../app/router.ts'
import { t } from '../../i18n/i18n.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { MoreLink } from '../../ui/more-link.tsx'
import { type ChatTabProps, SettingGroups } from '../chats/setting-groups.tsx'
import styles from './chat-pictures.module.css'
import { Gallery } from './gallery.tsx'
import { usePictures } from './use-pictures.ts'

/** What the bot looks at in this chat, and the pictures that were seen in it. */
export function ChatPictures(props: ChatTabProps) {
  const { id } = props.chat
  const pictures = usePictures({ chatId: id })
  const total = pictures.list?.total ?? 0
  return (
    <>
      <SettingGroups {...props} tab="pictures" open={['pictures']} />
      <section className={styles.seen} aria-label={t('这里的图片')}>
        <div className={styles.head}>
          <h3>{t('这里的图片')}</h3>
          {total > 0 && <data value={total}>{total}</data>}
          <MoreLink href={hrefTo('/pictures', { chat: String(id) })}>{t('在图片页看')}</MoreLink>
        </div>
        <Gallery
          small
          pictures={pictures}
          empty={
            <EmptyState
              icon={<PictureOutlined />}
              title={t('这个聊天还没有图片')}
              text={t('会回的聊天里有人发图，就会取下来。')}
            >
              <Button onClick={() => navigate('/pictures')}>{t('看所有聊天的')}</Button>
            </EmptyState>
          }
        />
      </section>
    </>
  )
}
