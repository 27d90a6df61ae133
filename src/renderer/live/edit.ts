import type { EditOp } from '../../shared/ipc.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Change } from '../../shared/state.ts'
import { t } from '../i18n/i18n.ts'
import { showProblem, showToast } from '../ui/toast.tsx'
import { call, panel, topicValue } from './panel.ts'
import { PanelError, problemOf } from './panel-error.ts'

const staleWaitMs = 2000

/**
 * Changes the configuration at once and says so with a way back. `said` is the toast's sentence,
 * such as 「已改为随@」. Resolves to false, with the problem shown, when it was refused.
 */
export function editConfig(ops: EditOp[], said?: string): Promise<boolean> {
  return shown(tryEditConfig(ops, said))
}

/** The same for one chat's own settings. */
export function editChat(chatId: number, ops: EditOp[], said?: string): Promise<boolean> {
  return shown(tryEditChat(chatId, ops, said))
}

/** The same for a character; paths are its fields, such as `['settings', 'model']`. */
export function editCharacter(id: number, ops: EditOp[], said?: string): Promise<boolean> {
  return shown(tryEditCharacter(id, ops, said))
}

/** The same, but what was refused comes back to be shown where it was typed; null when it was saved. */
export function tryEditConfig(ops: EditOp[], said?: string): Promise<Problem | null> {
  return edit('config', ops, said, (revision) => call('config.edit', { revision, ops }))
}

/** The same for one chat's own settings. */
export function tryEditChat(chatId: number, ops: EditOp[], said?: string): Promise<Problem | null> {
  return edit(`chat:${chatId}`, ops, said, (revision) => call('chats.edit', { revision, chatId, ops }))
}

/** The same for a character. */
export function tryEditCharacter(id: number, ops: EditOp[], said?: string): Promise<Problem | null> {
  return edit(`character:${id}`, ops, said, (revision) => call('characters.edit', { revision, id, ops }))
}

async function shown(edited: Promise<Problem | null>): Promise<boolean> {
  const problem = await edited
  if (problem) showProblem(new PanelError(problem))
  return problem === null
}

async function edit(
  scope: string,
  ops: EditOp[],
  said: string | undefined,
  send: (revision: number) => Promise<unknown>,
): Promise<Problem | null> {
  try {
    await withRevision(send)
    const changes = await call('config.changes', { limit: ops.length })
    showToast({ text: said ?? describe(ops), undo: () => undo(madeBy(changes, scope, ops)) })
    return null
  } catch (error) {
    return problemOf(error)
  }
}

/** Somebody else may have saved in between: a stale revision is tried again once with the new one. */
async function withRevision(send: (revision: number) => Promise<unknown>): Promise<void> {
  const { revision } = await topicValue('config')
  try {
    await send(revision)
  } catch (error) {
    if (!(error instanceof PanelError && error.problem.code === 'edit.stale')) throw error
    await send(await revisionAfter(revision))
  }
}

function revisionAfter(stale: number): Promise<number> {
  const { store } = panel()
  return new Promise((resolve) => {
    const settle = () => {
      clearTimeout(timer)
      stop()
      resolve(store.getState().config?.revision ?? stale)
    }
    const timer = setTimeout(settle, staleWaitMs)
    const stop = store.subscribe(({ config }) => {
      if (config && config.revision !== stale) settle()
    })
    if (store.getState().config?.revision !== stale) settle()
  })
}

function madeBy(changes: Change[], scope: string, ops: EditOp[]): Change[] {
  const paths = new Set(ops.map((op) => op.path.join('.')))
  return changes.filter((change) => change.scope === scope && paths.has(change.path))
}

async function undo(changes: Change[]): Promise<void> {
  for (const { id } of changes) await call('config.undo', { changeId: id })
}

function describe(ops: EditOp[]): string {
  const [only] = ops
  if (ops.length !== 1 || !only) return t('已保存')
  if ('remove' in only) return t('已恢复为上一级的值')
  if (typeof only.set === 'boolean') return only.set ? t('已打开') : t('已关闭')
  if (typeof only.set === 'number') return t('已改为 {{value}}', { value: only.set })
  if (typeof only.set === 'string' && only.set !== '' && only.set.length <= 40)
    return t('已改为「{{value}}」', { value: only.set })
  return t('已保存')
}
