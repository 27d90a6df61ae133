import { ApiOutlined } from '@ant-design/icons'
import { Button, Switch } from 'antd'
import type { McpServer, McpState, ToolState } from '../../../shared/tools.ts'
import { t } from '../../i18n/i18n.ts'
import { editConfig } from '../../live/edit.ts'
import { call } from '../../live/panel.ts'
import { formatDuration } from '../../ui/format.ts'
import { Status } from '../../ui/status.tsx'
import { showProblem } from '../../ui/toast.tsx'
import { useNow } from '../../ui/use-now.ts'
import styles from './card.module.css'
import { CardProblem } from './card-problem.tsx'
import { McpDetails } from './mcp-details.tsx'
import { mcpAddress, mcpTitle, mcpWord } from './mcp-words.ts'
import { ToolLinks } from './tool-links.tsx'

interface McpCardProps {
  server: McpServer
  /** Absent for the moment between saving and starting. */
  state: McpState | undefined
  tools: Readonly<Record<string, ToolState>>
  onEdit: () => void
}

/** One MCP server: how it is, what it offers, and what is known of how it was started. */
export function McpCard({ server, state, tools, onEdit }: McpCardProps) {
  const { id, enabled } = server
  const title = mcpTitle(server)
  const { tone, word, live } = mcpWord(state?.state, enabled)
  const switchTo = (on: boolean) =>
    void editConfig(
      [{ path: ['tools', 'mcp', id, 'enabled'], set: on }],
      on ? t('已启用「{{name}}」', { name: title }) : t('已停用「{{name}}」', { name: title }),
    )
  const restart = () => void call('mcp.restart', { id }).catch(showProblem)
  return (
    <article
      className={styles.card}
      data-tone={tone}
      aria-label={t('MCP {{name}}：{{word}}', { name: title, word })}
    >
      <header className={styles.head}>
        <ApiOutlined className={styles.icon as string} />
        <div className={styles.names}>
          <h2 title={title}>{title}</h2>
          <span title={mcpAddress(server)}>{selfWords(state) ?? mcpAddress(server)}</span>
        </div>
        <Status tone={tone} pulse={live}>
          {word}
          {enabled && state?.state === 'waiting-retry' && state.nextRetryAt !== null && (
            <Retry at={state.nextRetryAt} />
          )}
        </Status>
        <Switch
          size="small"
          checked={enabled}
          aria-label={t('启用 {{name}}', { name: title })}
          onChange={switchTo}
        />
      </header>
      {enabled && state?.problem && <CardProblem problem={state.problem} />}
      {enabled && state && (state.tools.length > 0 || state.state === 'running') && (
        <ToolLinks
          names={state.tools}
          from={{ kind: 'mcp', server: id }}
          tools={tools}
          none={t('它没有工具。')}
        />
      )}
      {state && <McpDetails server={server} state={state} />}
      <footer className={styles.foot}>
        <span>
          {enabled && state?.latencyMs != null && t('延迟 {{ms}}', { ms: formatDuration(state.latencyMs) })}
        </span>
        <Button
          size="small"
          disabled={!enabled}
          aria-label={t('重启 {{name}}', { name: title })}
          onClick={restart}
        >
          {t('重启')}
        </Button>
        <Button size="small" type="text" aria-label={t('修改 {{name}}', { name: title })} onClick={onEdit}>
          {t('修改')}
        </Button>
      </footer>
    </article>
  )
}

/** What it calls itself; null before it said so. */
function selfWords(state: McpState | undefined): string | null {
  if (!state?.name) return null
  return state.version ? `${state.name} ${state.version}` : state.name
}

function Retry({ at }: { at: number }) {
  const left = Math.ceil((at - useNow(1000)) / 1000)
  return left > 0 && t('，{{n}} 秒后', { n: left })
}
