import { ApiOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import type { McpServer, McpState, ToolState } from '../../../shared/tools.ts'
import { t } from '../../i18n/i18n.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Pane } from '../../ui/pane.tsx'
import styles from './files-view.module.css'
import { McpCard } from './mcp-card.tsx'

interface McpViewProps {
  servers: readonly McpServer[]
  states: Readonly<Record<string, McpState>>
  tools: Readonly<Record<string, ToolState>>
  onAdd: () => void
  onEdit: (id: string) => void
}

/** The MCP servers that are used. */
export function McpView({ servers, states, tools, onAdd, onEdit }: McpViewProps) {
  if (servers.length === 0)
    return (
      <Pane>
        <EmptyState
          icon={<ApiOutlined />}
          title={t('还没有 MCP')}
          text={t('MCP 是别人写好的工具程序，比如读文件、查地图；把它说明里的那段配置贴进来就能用。')}
        >
          <Button type="primary" onClick={onAdd}>
            {t('加 MCP')}
          </Button>
        </EmptyState>
      </Pane>
    )
  return (
    <ul className={styles.cards}>
      {servers.map((server) => (
        <li key={server.id}>
          <McpCard server={server} state={states[server.id]} tools={tools} onEdit={() => onEdit(server.id)} />
        </li>
      ))}
    </ul>
  )
}
