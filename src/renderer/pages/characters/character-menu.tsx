import {
  CopyOutlined,
  DeleteOutlined,
  ExportOutlined,
  MoreOutlined,
  PushpinOutlined,
} from '@ant-design/icons'
import { Dropdown } from 'antd'
import type { Character } from '../../../shared/character.ts'
import { t } from '../../i18n/i18n.ts'
import styles from './character-menu.module.css'

interface CharacterMenuProps {
  character: Character
  isDefault: boolean
  onDefault: () => void
  onCopy: () => void
  onExport: () => void
  onRemove: () => void
}

/** What can be done with a character besides writing it. */
export function CharacterMenu(props: CharacterMenuProps) {
  const { character, isDefault, onDefault, onCopy, onExport, onRemove } = props
  const actions: Record<string, () => void> = {
    default: onDefault,
    copy: onCopy,
    export: onExport,
    remove: onRemove,
  }
  return (
    <Dropdown
      autoFocus
      trigger={['click']}
      placement="bottomRight"
      menu={{
        items: [
          {
            key: 'default',
            icon: <PushpinOutlined />,
            label: isDefault ? t('不再默认') : t('设为默认'),
          },
          { key: 'copy', icon: <CopyOutlined />, label: t('复制') },
          { key: 'export', icon: <ExportOutlined />, label: t('导出') },
          { type: 'divider' },
          {
            key: 'remove',
            icon: <DeleteOutlined className={styles.remove} />,
            label: <span className={styles.remove}>{t('删除')}</span>,
          },
        ],
        onClick: ({ key }) => actions[key]?.(),
      }}
    >
      <button
        type="button"
        className={styles.more}
        aria-haspopup="menu"
        aria-label={t('「{{name}}」的更多动作', { name: character.name })}
      >
        <MoreOutlined />
      </button>
    </Dropdown>
  )
}
