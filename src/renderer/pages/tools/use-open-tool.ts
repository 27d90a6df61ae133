import { useState } from 'react'
import type { ToolState } from '../../../shared/tools.ts'
import { toolKey } from './tool-list.ts'

interface OpenTool {
  open: boolean
  /** What is shown: the tool itself, or how it was last, when it has gone or is being closed. */
  tool: ToolState | null
  /** It was there when it was opened, and is no more: its file was stopped, its server went away. */
  gone: boolean
}

/** The tool that the address names. One that goes away meanwhile stays in sight, or nobody would learn why. */
export function useOpenTool(tools: readonly ToolState[], key: string | undefined): OpenTool {
  const [last, setLast] = useState<ToolState | null>(null)
  const found = key === undefined ? undefined : tools.find((tool) => toolKey(tool) === key)
  if (found && found !== last) setLast(found)
  const shown = found ?? last
  const open = key !== undefined && shown !== null && toolKey(shown) === key
  return { open, tool: shown, gone: open && !found }
}
