import type { EditOp } from '../../../shared/ipc.ts'
import type { ChatRow } from '../../../shared/state.ts'
import { t } from '../../i18n/i18n.ts'
import { withRevision } from '../../live/edit.ts'
import { call } from '../../live/panel.ts'
import { showProblem, showToast } from '../../ui/toast.tsx'

/** Allows many chats with one toast that takes all of them back. */
export async function allowChats(rows: readonly ChatRow[]): Promise<void> {
  const ids = rows.map(({ id }) => id)
  try {
    await editEach(ids, { path: ['allowed'], set: true })
    showToast({
      text: t('{{n}} 个聊天可以回了', { n: ids.length }),
      undo: () => editEach(ids, { path: ['allowed'], remove: true }),
    })
  } catch (error) {
    showProblem(error)
  }
}

/** One after the other: every edit makes a new revision, which the next one has to know. */
function editEach(ids: readonly number[], op: EditOp): Promise<void> {
  return withRevision(async (first) => {
    let revision = first
    for (const chatId of ids) revision = (await call('chats.edit', { chatId, revision, ops: [op] })).revision
  })
}
