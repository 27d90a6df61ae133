import { CloseOutlined, CommentOutlined, PictureOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'
import type { ChatMessage } from '../../../shared/state.ts'
import { t } from '../../i18n/i18n.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import styles from './composer.module.css'

interface AttachedProps {
  quote: ChatMessage | null
  picture: boolean
  /** Takes it away. */
  onQuote: () => void
  onPicture: () => void
}

/** What goes along with the next line. */
export function Attached({ quote, picture, onQuote, onPicture }: AttachedProps) {
  if (!quote && !picture) return null
  return (
    <ul className={styles.attached} aria-label={t('带上的')}>
      {quote && (
        <Item icon={<CommentOutlined />} remove={t('不引用了')} onRemove={onQuote}>
          {t('引用 {{name}}：{{text}}', { name: quote.senderName, text: quote.text })}
        </Item>
      )}
      {picture && (
        <Item icon={<PictureOutlined />} remove={t('不带图片了')} onRemove={onPicture}>
          {t('一张假的图片')}
        </Item>
      )}
    </ul>
  )
}

interface ItemProps {
  icon: ReactNode
  remove: string
  onRemove: () => void
  children: string
}

function Item({ icon, remove, onRemove, children }: ItemProps) {
  return (
    <li>
      {icon}
      <span title={children}>{children}</span>
      <IconButton small label={remove} onClick={onRemove}>
        <CloseOutlined />
      </IconButton>
    </li>
  )
}
