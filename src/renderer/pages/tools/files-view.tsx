import { FileAddOutlined, FolderOpenOutlined, PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import type { Config } from '../../../shared/config.ts'
import type { ToolFileState, ToolState } from '../../../shared/tools.ts'
import { t } from '../../i18n/i18n.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Pane } from '../../ui/pane.tsx'
import styles from './files-view.module.css'
import { NewFileDrawer } from './new-file-drawer.tsx'
import { ToolFileCard } from './tool-file-card.tsx'

interface FilesViewProps {
  files: readonly ToolFileState[]
  tools: Readonly<Record<string, ToolState>>
  config: Config
  onFolder: () => void
}

/** The files that the user put into the tools folder. */
export function FilesView({ files, tools, config, onFolder }: FilesViewProps) {
  const [making, setMaking] = useState(false)
  const make = () => setMaking(true)
  return (
    <>
      <div className={styles.top}>
        <p className={styles.warning}>
          {t('工具文件和这个程序权限一样大：能读写文件、能上网。只放信得过的。')}
        </p>
        {files.length > 0 && (
          <Button icon={<PlusOutlined />} onClick={make}>
            {t('新建一个')}
          </Button>
        )}
      </div>
      {files.length === 0 && (
        <Pane>
          <EmptyState
            icon={<FileAddOutlined />}
            title={t('还没有工具文件')}
            text={t('往文件夹里放一个 .mjs、.js 或 .ts，马上就能用，不用重启。')}
          >
            <span className={styles.buttons}>
              <Button type="primary" onClick={make}>
                {t('新建一个')}
              </Button>
              <Button icon={<FolderOpenOutlined />} onClick={onFolder}>
                {t('打开文件夹')}
              </Button>
            </span>
          </EmptyState>
        </Pane>
      )}
      <ul className={styles.cards}>
        {files.map((file) => (
          <li key={file.file}>
            <ToolFileCard file={file} tools={tools} config={config} />
          </li>
        ))}
      </ul>
      {making && (
        <NewFileDrawer
          taken={new Set(files.map(({ file }) => file))}
          onMade={() => setMaking(false)}
          onClose={() => setMaking(false)}
        />
      )}
    </>
  )
}
