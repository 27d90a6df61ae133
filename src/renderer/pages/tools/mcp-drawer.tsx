import { Button, Segmented } from 'antd'
import { useState } from 'react'
import type { EditOp } from '../../../shared/ipc.ts'
import type { McpServer } from '../../../shared/tools.ts'
import { Complaint } from '../../forms/complaint.tsx'
import { EnabledSwitch } from '../../forms/enabled-switch.tsx'
import { t } from '../../i18n/i18n.ts'
import { editConfig } from '../../live/edit.ts'
import { SideDrawer } from '../../ui/side-drawer.tsx'
import styles from './form.module.css'
import { draftOfServer, emptyMcpDraft, type McpDraft, serverOf, shortNameOf } from './mcp-draft.ts'
import { McpForm } from './mcp-form.tsx'
import { McpPasteBox } from './mcp-paste-box.tsx'
import { McpProbeBox } from './mcp-probe.tsx'
import { mcpTitle } from './mcp-words.ts'

interface McpDrawerProps {
  /** The server to change; null adds new ones. */
  saved: McpServer | null
  servers: readonly McpServer[]
  onClose: () => void
  /** New ones were saved. */
  onAdded: () => void
}

/** Adds MCP servers or changes one. Nothing is saved before 加上 or 保存. */
export function McpDrawer({ saved, servers, onClose, onAdded }: McpDrawerProps) {
  // What was opened; others may save meanwhile.
  const [before] = useState(saved)
  const [drafts, setDrafts] = useState<McpDraft[]>([before ? draftOfServer(before) : emptyMcpDraft])
  const [at, setAt] = useState(0)
  const [tried, setTried] = useState(false)
  const draft = drafts[at] ?? emptyMcpDraft
  const results = drafts.map((one, index) => serverOf(one, takenBy(servers, drafts, index, before)))
  const result = results[at]
  const untouched = draft === emptyMcpDraft
  const problems = tried ? (result?.problems ?? {}) : {}
  // Fields may be out of sight of the button.
  const inFields = Object.keys(problems).length > 0 ? t('有几处要改，标红了。') : null
  const complaint = problems.other ?? inFields

  const read = (found: McpServer[]) => {
    setDrafts(found.map(draftOfServer))
    setAt(0)
    setTried(false)
  }
  const change = (next: McpDraft) => {
    // While nobody wrote a short name of his own, it follows what is known.
    const follows = !before && (draft.id === '' || draft.id === shortNameOf(draft, takenIds))
    const id = follows && next.id === draft.id ? shortNameOf(next, takenIds) : next.id
    setDrafts(drafts.map((one, index) => (index === at ? { ...next, id } : one)))
  }
  const takenIds = new Set(servers.filter(({ id }) => id !== before?.id).map(({ id }) => id))
  const save = async () => {
    setTried(true)
    const wrong = results.findIndex(({ server }) => server === null)
    if (wrong >= 0) {
      setAt(wrong)
      return
    }
    const ready = results.flatMap(({ server }) => server ?? [])
    const names = ready.map(mcpTitle).join('、')
    const said = before ? t('已改好「{{name}}」', { name: names }) : t('已加上「{{name}}」', { name: names })
    const edited = await editConfig(({ tools }) => ({
      ops: ready.map((one) => saveOp(one, tools.mcp)),
      said,
    }))
    if (!edited) return
    onClose()
    if (!before) onAdded()
  }
  const remove = async () => {
    if (!before) return
    const ops = [{ path: ['tools', 'mcp', before.id], remove: true as const }]
    if (await editConfig(ops, t('已删掉「{{name}}」', { name: mcpTitle(before) }))) onClose()
  }

  return (
    <SideDrawer
      open
      size={560}
      title={before ? mcpTitle(before) : t('加 MCP')}
      onClose={onClose}
      extra={
        saved && (
          <EnabledSwitch path={['tools', 'mcp', saved.id]} name={mcpTitle(saved)} enabled={saved.enabled} />
        )
      }
      footer={
        <>
          <Complaint text={complaint} />
          <div className={styles.footer}>
            {before && (
              <Button danger type="text" onClick={() => void remove()}>
                {t('删掉')}
              </Button>
            )}
            <span>{!before && t('加上就会运行它，只加信得过的。')}</span>
            <Button onClick={onClose}>{t('取消')}</Button>
            <Button type="primary" disabled={!before && untouched} onClick={() => void save()}>
              {before ? t('保存') : drafts.length > 1 ? t('加上 {{n}} 个', { n: drafts.length }) : t('加上')}
            </Button>
          </div>
        </>
      }
    >
      <div className={styles.form}>
        {!before && <McpPasteBox taken={servers.map(({ id }) => id)} onRead={read} />}
        {drafts.length > 1 && (
          <Segmented
            aria-label={t('看哪一个')}
            options={drafts.map((one, index) => ({ value: index, label: one.title || one.id }))}
            value={at}
            onChange={setAt}
          />
        )}
        <McpForm draft={draft} problems={problems} saved={before !== null} onChange={change} />
        <McpProbeBox key={`${at} ${JSON.stringify(draft)}`} server={result?.server ?? null} />
      </div>
    </SideDrawer>
  )
}

/** The short names that a draft may not have: of other servers, and of the drafts before it. */
function takenBy(
  servers: readonly McpServer[],
  drafts: readonly McpDraft[],
  at: number,
  before: McpServer | null,
): Set<string> {
  return new Set([
    ...servers.filter(({ id }) => id !== before?.id).map(({ id }) => id),
    ...drafts.slice(0, at).map(({ id }) => id),
  ])
}

/** Whether it is on is up to the switch, which may have been used meanwhile. */
function saveOp(server: McpServer, now: readonly McpServer[]): EditOp {
  const enabled = now.find(({ id }) => id === server.id)?.enabled ?? server.enabled
  return { path: ['tools', 'mcp', server.id], set: { ...server, enabled } as never }
}
