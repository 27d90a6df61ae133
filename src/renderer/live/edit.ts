import type { Config } from '../../shared/config.ts'
import type { EditOp } from '../../shared/ipc.ts'
import type { Problem } from '../../shared/problem.ts'
import type { Change } from '../../shared/state.ts'
import { t } from '../i18n/i18n.ts'
import { showProblem, showToast } from '../ui/toast.tsx'
import { call, panel, topicValue } from './panel.ts'
import { PanelError, problemOf } from './panel-error.ts'

const staleWaitMs = 2000

/** What to change, and the toast's sentence about it, such as 「已改为随@」. */
export interface Edit {
  ops: EditOp[]
  said?: string | undefined
}

/**
 * An edit made out of what is there, such as a move from one list to another. It is made anew when somebody else
 * has saved in between: written out once, it would put back what they changed.
 */
export type EditOf = (config: Config) => Edit

/**
 * Changes the configuration at once and says so with a way back. Resolves to false, with the problem shown,
 * when it was refused.
 */
export function editConfig(edit: EditOp[] | EditOf, said?: string): Promise<boolean> {
  return shown(tryEditConfig(edit, said))
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
export function tryEditConfig(edit: EditOp[] | EditOf, said?: string): Promise<Problem | null> {
  return save('config', async (revision, config) => {
    const made = typeof edit === 'function' ? edit(config) : { ops: edit, said }
    if (made.ops.length > 0) await call('config.edit', { revision, ops: made.ops })
    return made
  })
}

/** The same for one chat's own settings. */
export function tryEditChat(chatId: number, ops: EditOp[], said?: string): Promise<Problem | null> {
  return save(`chat:${chatId}`, async (revision) => {
    await call('chats.edit', { revision, chatId, ops })
    return { ops, said }
  })
}

/** The same for a character. */
export function tryEditCharacter(id: number, ops: EditOp[], said?: string): Promise<Problem | null> {
  return save(`character:${id}`, async (revision) => {
    await call('characters.edit', { revision, id, ops })
    return { ops, said }
  })
}

/** Somebody else may have saved in between: what was sent with a stale revision is sent once more with the new one. */
export async function withRevision<T>(send: (revision: number, config: Config) => Promise<T>): Promise<T> {
  const { revision, config } = await topicValue('config')
  try {
    return await send(revision, config)
  } catch (error) {
    if (!(error instanceof PanelError && error.problem.code === 'edit.stale')) throw error
    const newer = await newerConfig(revision)
    return send(newer.revision, newer.config)
  }
}

async function shown(edited: Promise<Problem | null>): Promise<boolean> {
  const problem = await edited
  if (problem) showProblem(new PanelError(problem))
  return problem === null
}

async function save(
  scope: string,
  send: (revision: number, config: Config) => Promise<Edit>,
): Promise<Problem | null> {
  try {
    const { ops, said } = await withRevision(send)
    if (ops.length === 0) return null
    const changes = await call('config.changes', { limit: ops.length })
    showToast({ text: said ?? describe(ops), undo: () => undo(madeBy(changes, scope, ops)) })
    return null
  } catch (error) {
    return problemOf(error)
  }
}

function newerConfig(stale: number): Promise<{ revision: number; config: Config }> {
  const { store } = panel()
  return new Promise((resolve) => {
    const settle = () => {
      clearTimeout(timer)
      stop()
      resolve(topicValue('config'))
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
