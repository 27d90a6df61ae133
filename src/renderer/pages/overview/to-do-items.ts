import type { MissedItem, PendingConnection, StandingProblem } from '../../../shared/state.ts'
import { t } from '../../i18n/i18n.ts'
import { formatAgo } from '../../ui/format.ts'

/** One thing that waits for a person. */
export type ToDoItem = { key: string; title: string; text: string } & (
  | { kind: 'problem'; page: string | undefined; severity: StandingProblem['severity'] }
  | { kind: 'missed'; item: MissedItem }
  | { kind: 'pending' }
  | { kind: 'approvals' }
)

/** Worst first: what is broken, then what waits for leave and who wants in, then what was missed. */
export function toDoItems(
  problems: Record<string, StandingProblem>,
  pending: Record<string, PendingConnection>,
  missed: Record<string, MissedItem>,
  approvals: number,
  now: number,
): ToDoItem[] {
  const broken = Object.entries(problems).sort(([, a], [, b]) => rank(a) - rank(b))
  return [
    ...broken.map(([key, problem]) => fromProblem(key, problem)),
    ...(approvals > 0 ? [fromApprovals(approvals)] : []),
    ...Object.values(pending).map(fromPending),
    ...Object.values(missed)
      .sort((a, b) => b.at - a.at)
      .map((item) => fromMissed(item, now)),
  ]
}

function rank({ severity }: StandingProblem): number {
  return severity === 'error' ? 0 : 1
}

function fromProblem(key: string, problem: StandingProblem): ToDoItem {
  const { message, hint, page, severity } = problem
  return { kind: 'problem', key: `problem-${key}`, title: message, text: hint, page, severity }
}

/** One line for all: each has a card of its own above. */
function fromApprovals(count: number): ToDoItem {
  return {
    kind: 'approvals',
    key: 'approvals',
    title: t('{{n}} 件事等你批准', { n: count }),
    text: t('过了时间就当不同意'),
  }
}

function fromPending(connection: PendingConnection): ToDoItem {
  const { id, selfId, remote, port } = connection
  return {
    kind: 'pending',
    key: `pending-${id}`,
    title: selfId ? t('QQ {{selfId}} 想连进来', { selfId }) : t('有个程序想连进来'),
    text: t('{{remote}} 连到了 {{port}} 端口，添加以后才会回复', { remote, port }),
  }
}

function fromMissed(item: MissedItem, now: number): ToDoItem {
  const ago = formatAgo(item.at, now)
  return {
    kind: 'missed',
    key: `missed-${item.id}`,
    item,
    title: t('{{name}}：{{text}}', { name: item.senderName, text: item.text }),
    text:
      item.kind === 'unanswered'
        ? t('{{chat}}，{{ago}}，没来得及回', { chat: item.chatTitle, ago })
        : t('{{chat}}，{{ago}}，不确定发出去没有', { chat: item.chatTitle, ago }),
  }
}
