import { PictureOutlined, SearchOutlined } from '@ant-design/icons'
import { Button, Input, Segmented, Select } from 'antd'
import { useState } from 'react'
import type { ChatRow } from '../../../shared/state.ts'
import { navigate, replaceRoute, useRoute } from '../../app/router.ts'
import { t } from '../../i18n/i18n.ts'
import { useTopic } from '../../live/use-topic.ts'
import { cx } from '../../ui/class-names.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatCount } from '../../ui/format.ts'
import { useSettled } from '../logs/use-settled.ts'
import { Gallery } from './gallery.tsx'
import styles from './pictures-page.module.css'
import { type PictureFilter, usePictures } from './use-pictures.ts'

type Kind = NonNullable<PictureFilter['kind']>

const typingMs = 250
const selectChats = (chats: Record<string, ChatRow>) => chats

/** All pictures that were seen, by kind, by chat, by what is on them. */
export function GalleryView() {
  const { query } = useRoute()
  const [search, setSearch] = useState('')
  const [kind, setKind] = useState<Kind>('all')
  const words = useSettled(search.trim(), typingMs)
  const chatId = chatIdIn(query.chat)
  const pictures = usePictures({ kind, search: words, ...(chatId && { chatId }) })
  const filtered = kind !== 'all' || words !== '' || chatId !== undefined
  const clear = () => {
    setSearch('')
    setKind('all')
    replaceRoute('/pictures')
  }
  return (
    <>
      <div className={styles.filters}>
        <Segmented
          aria-label={t('哪些图片')}
          options={kinds().map(({ value, label }) => ({ value, label }))}
          value={kind}
          onChange={setKind}
        />
        <ChatSelect value={chatId} />
        <Input
          className={cx(styles.search)}
          allowClear
          prefix={<SearchOutlined />}
          aria-label={t('搜图片描述')}
          placeholder={t('搜图片描述')}
          maxLength={100}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <span className={styles.total} role="status">
          {pictures.list && pictures.list.total > 0 && t('{{n}} 张', { n: formatCount(pictures.list.total) })}
        </span>
      </div>
      <Gallery
        key={`${kind} ${words} ${chatId ?? ''}`}
        pictures={pictures}
        empty={
          filtered ? (
            <EmptyState
              icon={<SearchOutlined />}
              title={t('没有这样的图片')}
              text={t('换个词、换个聊天试试。')}
            >
              <Button onClick={clear}>{t('看全部')}</Button>
            </EmptyState>
          ) : (
            <EmptyState
              icon={<PictureOutlined />}
              title={t('还没有图片')}
              text={t('会回的聊天里有人发图，就会取下来放在这里。')}
            >
              <Button type="primary" onClick={() => navigate('/sandbox')}>
                {t('去试聊发一张')}
              </Button>
            </EmptyState>
          )
        }
      />
    </>
  )
}

function kinds(): { value: Kind; label: string }[] {
  return [
    { value: 'all', label: t('全部') },
    { value: 'photos', label: t('图片') },
    { value: 'stickers', label: t('表情') },
    { value: 'expired', label: t('已过期') },
  ]
}

function ChatSelect({ value }: { value: number | undefined }) {
  const chats = useTopic('chats', selectChats) ?? {}
  const options = Object.values(chats)
    .toSorted((a, b) => b.lastAt - a.lastAt)
    .map(({ id, title }) => ({ value: id, label: title }))
  return (
    <Select
      className={cx(styles.chat)}
      aria-label={t('哪个聊天')}
      placeholder={t('所有聊天')}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      value={value ?? null}
      options={options}
      onChange={(next: number | null | undefined) =>
        replaceRoute('/pictures', next ? { chat: String(next) } : {})
      }
    />
  )
}

function chatIdIn(text: string | undefined): number | undefined {
  const id = Number(text)
  return Number.isSafeInteger(id) && id > 0 ? id : undefined
}
