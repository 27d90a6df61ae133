import { FolderOpenOutlined, PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useMemo, useState } from 'react'
import type { Config } from '../../../shared/config.ts'
import type { McpState, ToolFileState, ToolState } from '../../../shared/tools.ts'
import { replaceRoute, useRoute } from '../../app/router.ts'
import { AskCards } from '../../conversation/ask-cards.tsx'
import { t } from '../../i18n/i18n.ts'
import { useTopic } from '../../live/use-topic.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { FolderLine } from './folder-line.tsx'
import { McpDrawer } from './mcp-drawer.tsx'
import { countsOf, summaryWords, type View, viewOf } from './page-counts.ts'
import { PageTabs } from './page-tabs.tsx'
import { PageView } from './page-view.tsx'
import { ReloadButton } from './reload-button.tsx'
import { ToolDrawer } from './tool-drawer.tsx'
import styles from './tools-page.module.css'
import { useFolder } from './use-folder.ts'
import { useOpenTool } from './use-open-tool.ts'

const selectConfig = ({ config }: { config: Config }) => config
const selectTools = (tools: Record<string, ToolState>) => tools
const selectFiles = (files: Record<string, ToolFileState>) => files
const selectMcp = (states: Record<string, McpState>) => states

/** 工具与插件: what the bot can do besides talking, who may have it done, and where more of it comes from. */
export function ToolsPage() {
  const { query } = useRoute()
  const config = useTopic('config', selectConfig)
  const tools = useTopic('tools', selectTools)
  const files = useTopic('toolFiles', selectFiles)
  const states = useTopic('mcp', selectMcp)
  const folder = useFolder()
  /** The server whose form is open; `new` adds one. */
  const [editing, setEditing] = useState<'new' | { id: string } | null>(null)
  const list = useMemo(() => Object.values(tools ?? {}), [tools])
  const shown = useOpenTool(list, query.tool)
  const fileList = useMemo(() => Object.values(files ?? {}), [files])
  if (!config || !tools || !files || !states) return <Skeleton />

  const counts = countsOf({ tools: list, files: fileList, states, config })
  const view = viewOf(query)
  const edited = typeof editing === 'object' ? config.tools.mcp.find(({ id }) => id === editing?.id) : null
  return (
    <div className={styles.page}>
      <PageHeader title={t('工具与插件')} text={summaryWords(counts)}>
        <Button icon={<FolderOpenOutlined />} onClick={folder.open}>
          {t('打开文件夹')}
        </Button>
        <ReloadButton />
        <Button icon={<PlusOutlined />} onClick={() => setEditing('new')}>
          {t('加 MCP')}
        </Button>
      </PageHeader>
      {folder.path !== null && <FolderLine path={folder.path} onHide={folder.hide} />}
      <AskCards />
      <PageTabs view={view} counts={counts} files={fileList.length} servers={config.tools.mcp.length}>
        <PageView
          view={view}
          config={config}
          tools={tools}
          files={fileList}
          states={states}
          onFolder={folder.open}
          onAddMcp={() => setEditing('new')}
          onEditMcp={(id) => setEditing({ id })}
        />
      </PageTabs>
      <ToolDrawer {...shown} files={files} config={config} onClose={() => closeTool(view)} />
      {(editing === 'new' || edited) && (
        <McpDrawer
          saved={edited ?? null}
          servers={config.tools.mcp}
          onClose={() => setEditing(null)}
          onAdded={() => replaceRoute('/tools', { view: 'mcp' })}
        />
      )}
    </div>
  )
}

function closeTool(view: View): void {
  replaceRoute('/tools', view === 'tools' ? {} : { view })
}
