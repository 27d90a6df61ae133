import { CloseOutlined, CommentOutlined } from '@ant-design/icons'
import { useEffect, useState } from 'react'
import type { ChatMessage } from '../../../shared/state.ts'
import { t } from '../../i18n/i18n.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import styles from './attached.module.css'
import type { Attachment } from './attachment.ts'

interface AttachedProps {
  quote: ChatMessage | null
  pictures: readonly Attachment[]
  /** Takes it away. */
  onQuote: () => void
  onPicture: (id: number) => void
}

/** What goes along with the next line. */
export function Attached({ quote, pictures, onQuote, onPicture }: AttachedProps) {
  if (!quote && pictures.length === 0) return null
  return (
    <ul className={styles.attached} aria-label={t('带上的')}>
      {quote && <Quote quote={quote} onRemove={onQuote} />}
      {pictures.map(({ id, file }) => (
        <Thumbnail key={id} file={file} onRemove={() => onPicture(id)} />
      ))}
    </ul>
  )
}

function Quote({ quote, onRemove }: { quote: ChatMessage; onRemove: () => void }) {
  const words = t('引用 {{name}}：{{text}}', { name: quote.senderName, text: quote.text })
  return (
    <li className={styles.quote}>
      <CommentOutlined />
      <span title={words}>{words}</span>
      <IconButton small label={t('不引用了')} onClick={onRemove}>
        <CloseOutlined />
      </IconButton>
    </li>
  )
}

function Thumbnail({ file, onRemove }: { file: File; onRemove: () => void }) {
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    const made = URL.createObjectURL(file)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [file])
  return (
    <li className={styles.picture} title={file.name}>
      {url && <img src={url} alt={file.name} />}
      <span>
        <IconButton small label={t('不带「{{name}}」了', { name: file.name })} onClick={onRemove}>
          <CloseOutlined />
        </IconButton>
      </span>
    </li>
  )
}
