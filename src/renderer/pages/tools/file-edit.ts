import type { Config } from '../../../shared/config.ts'
import type { EditOp } from '../../../shared/ipc.ts'
import type { ToolFileConfig } from '../../../shared/tools.ts'
import { isSecret, type SchemaField } from './schema-form.ts'

type Entry = ToolFileConfig

/** What is set for a file; as a new file has it when nothing is. */
export function entryOf({ tools }: Pick<Config, 'tools'>, file: string): Entry {
  return tools.files.find(({ id }) => id === file) ?? { id: file, enabled: true, values: {}, secrets: [] }
}

/** The edit that switches a file on or off; a file nothing was set for has no entry yet. */
export function enabledOps(config: Pick<Config, 'tools'>, file: string, enabled: boolean): EditOp[] {
  const path = ['tools', 'files', file]
  return config.tools.files.some(({ id }) => id === file)
    ? [{ path: [...path, 'enabled'], set: enabled }]
    : [{ path, set: { ...entryOf(config, file), enabled } as never }]
}

/**
 * The edit that saves the form of a file's settings. Secrets that were left empty stay as they are; what the form
 * does not know any more is kept too, for the version of the file that did.
 */
export function settingsOps(
  config: Pick<Config, 'tools'>,
  file: string,
  fields: readonly SchemaField[],
  values: Readonly<Record<string, unknown>>,
): EditOp[] {
  const entry = entryOf(config, file)
  const open = fields.filter((field) => !isSecret(field))
  const cleared = new Set(open.map(({ name }) => name))
  const kept = Object.entries(entry.values).filter(([name]) => !cleared.has(name))
  const said = open.flatMap(({ name }) => (name in values ? [[name, values[name]] as const] : []))
  const typed = fields.filter((field) => isSecret(field) && field.name in values)
  const names = new Set(typed.map(({ name }) => name))
  const secrets = [
    ...entry.secrets.filter(({ name }) => !names.has(name)),
    ...typed.map(({ name }) => ({ name, secretValue: String(values[name]) })),
  ]
  return [
    {
      path: ['tools', 'files', file],
      set: { ...entry, values: Object.fromEntries([...kept, ...said]), secrets } as never,
    },
  ]
}
