import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ToolFileName } from '../../../shared/tools.ts'

/** Whether a name in the folder is that of a tool file: none that begins with a dot, and no declarations of types. */
export function isToolFile(name: string): boolean {
  return ToolFileName.safeParse(name).success && !name.endsWith('.d.ts')
}

/** What a TypeScript file is called while it is loaded, without its types. */
export function strippedName(file: string, hash: string): string {
  return `.${file}.${hash}.mjs`
}

const stripped = /^\..+\.ts\.[0-9a-f]{12}\.mjs$/

/** Makes the folder, in which `.js` means modules. What a person changed there stays. */
export async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const text = `${JSON.stringify({ type: 'module', private: true }, null, 2)}\n`
  await writeFile(join(folder, 'package.json'), text, { flag: 'wx' }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    },
  )
}

/** Names of the tool files, in order. */
export async function toolFilesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  return entries
    .filter((entry) => (entry.isFile() || entry.isSymbolicLink()) && isToolFile(entry.name))
    .map(({ name }) => name)
    .sort()
}

/** Removes what was written while loading, by a program that was ended in the middle of it. */
export async function removeStripped(folder: string): Promise<void> {
  const stale = (await readdir(folder)).filter((name) => stripped.test(name))
  await Promise.all(stale.map((name) => rm(join(folder, name), { force: true })))
}
