import { ClockCircleOutlined } from '@ant-design/icons'
import type { Config } from '../../../shared/config.ts'
import type { AsksState, McpState, Reminder, ToolFileState, ToolState } from '../../../shared/tools.ts'
import { t } from '../../i18n/i18n.ts'
import { useTopic } from '../../live/use-topic.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Pane } from '../../ui/pane.tsx'
import { FilesView } from './files-view.tsx'
import { GrantsPane } from './grants-pane.tsx'
import { MatrixPane } from './matrix-pane.tsx'
import { McpView } from './mcp-view.tsx'
import type { View } from './page-counts.ts'
import { RemindersPane } from './reminders-pane.tsx'
import { SettingsView } from './settings-view.tsx'
import { globalPolicy } from './tool-policy.ts'
import { ToolsView } from './tools-view.tsx'

interface PageViewProps {
  view: View
  config: Config
  tools: Readonly<Record<string, ToolState>>
  files: readonly ToolFileState[]
  states: Readonly<Record<string, McpState>>
  onFolder: () => void
  onAddMcp: () => void
  onEditMcp: (id: string) => void
}

/** The part of the page that is looked at. */
export function PageView(props: PageViewProps) {
  const { view, config, tools, files, states, onFolder, onAddMcp, onEditMcp } = props
  switch (view) {
    case 'tools':
      return <ToolsView tools={Object.values(tools)} policy={globalPolicy(config)} access={config.access} />
    case 'who':
      return <WhoView config={config} />
    case 'files':
      return <FilesView files={files} tools={tools} config={config} onFolder={onFolder} />
    case 'mcp':
      return (
        <McpView
          servers={config.tools.mcp}
          states={states}
          tools={tools}
          onAdd={onAddMcp}
          onEdit={onEditMcp}
        />
      )
    case 'reminders':
      return <RemindersView />
    case 'settings':
      return <SettingsView config={config} />
  }
}

const selectGrants = ({ grants }: AsksState) => grants
const selectReminders = (reminders: Record<string, Reminder>) => reminders

function WhoView({ config }: { config: Config }) {
  const grants = useTopic('asks', selectGrants) ?? []
  return (
    <>
      {grants.length > 0 && <GrantsPane grants={grants} />}
      <MatrixPane matrix={config.defaults.toolMatrix} />
    </>
  )
}

function RemindersView() {
  const reminders = Object.values(useTopic('reminders', selectReminders) ?? {})
  if (reminders.length > 0) return <RemindersPane reminders={reminders} />
  return (
    <Pane>
      <EmptyState
        icon={<ClockCircleOutlined />}
        title={t('没有要说的提醒')}
        text={t('跟机器人说「半小时后叫我」，就会记在这里。')}
      />
    </Pane>
  )
}
