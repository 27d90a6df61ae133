import { CloseOutlined } from '@ant-design/icons'
import { t } from '../../i18n/i18n.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import styles from './tools-page.module.css'

interface FolderLineProps {
  path: string
  onHide: () => void
}

/** Where the folder is, for who cannot have it opened from here. */
export function FolderLine({ path, onHide }: FolderLineProps) {
  return (
    <div className={styles.folder} role="status">
      <span>{t('这里打不开文件夹，它在机器人那台电脑上：')}</span>
      <code title={path}>{path}</code>
      <CopyButton text={path} label={t('复制')} />
      <IconButton label={t('收起')} onClick={onHide}>
        <CloseOutlined />
      </IconButton>
    </div>
  )
}
