import { Modal } from 'antd'
import { t } from '../i18n/i18n.ts'
import styles from './large-picture.module.css'
import { mediaSrc } from './media.ts'

interface LargePictureProps {
  /** Null while none is looked at. */
  hash: string | null
  caption: string
  onClose: () => void
}

/** One picture as large as the window allows; Esc or a click beside it closes it. */
export function LargePicture({ hash, caption, onClose }: LargePictureProps) {
  return (
    <Modal
      open={hash !== null}
      onCancel={onClose}
      title={t('大图')}
      footer={null}
      centered
      width="fit-content"
      destroyOnHidden
    >
      {hash !== null && (
        <figure className={styles.figure}>
          <img src={mediaSrc(hash)} alt={caption || t('图片')} />
          {caption && <figcaption>{caption}</figcaption>}
        </figure>
      )}
    </Modal>
  )
}
