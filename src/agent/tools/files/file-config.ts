import type { Secret } from '../../../shared/secret.ts'
import type { ToolsConfig } from '../../../shared/tools.ts'

/** What the owner set for one file, secrets opened. */
export interface FileConfig {
  readonly enabled: boolean
  readonly memoryMegabytes: number
  readonly values: Readonly<Record<string, unknown>>
  /** Those among the values that must not be shown. */
  readonly secrets: readonly string[]
}

/** @param open gives the plain secret; null when there is none. */
export function fileConfig(
  config: ToolsConfig,
  file: string,
  open: (secret: Secret) => string | null,
): FileConfig {
  const entry = config.files.find(({ id }) => id === file)
  const secrets = (entry?.secrets ?? []).flatMap(({ name, secretValue }) => {
    const plain = open(secretValue)
    return plain ? [[name, plain] as const] : []
  })
  return {
    enabled: entry?.enabled ?? true,
    memoryMegabytes: config.fileMemoryMegabytes,
    values: { ...entry?.values, ...Object.fromEntries(secrets) },
    secrets: secrets.map(([, plain]) => plain),
  }
}
