import { useState } from 'react'
import type { ToolSource, ToolState } from '../../../shared/tools.ts'
import { hrefTo } from '../../app/router.ts'
import { t } from '../../i18n/i18n.ts'
import styles from './card.module.css'
import { toolKey } from './tool-list.ts'

interface ToolLinksProps {
  /** As models know them. */
  names: readonly string[]
  /** Of whom they are: another one may have brought a tool of the same name. */
  from: ToolSource
  tools: Readonly<Record<string, ToolState>>
  /** Said when there is none. */
  none: string
}

/** More than this are hidden at first. */
const shownFirst = 8

/** The tools that something brought, each leading to where it is set. */
export function ToolLinks({ names, from, tools, none }: ToolLinksProps) {
  const [all, setAll] = useState(false)
  if (names.length === 0) return <p className={styles.tools}>{none}</p>
  const own = Object.values(tools).filter(({ source }) => isSame(source, from))
  const shown = all ? names : names.slice(0, shownFirst)
  const rest = names.length - shown.length
  return (
    <div className={styles.tools}>
      {t('{{n}} 个工具', { n: names.length })}
      {shown.map((name) => {
        const tool = own.find((one) => one.name === name)
        return (
          <a key={name} href={hrefTo('/tools', { tool: tool ? toolKey(tool) : name })} title={name}>
            {tool?.title ?? name}
            {tool?.problem && t('（用不了）')}
          </a>
        )
      })}
      {rest > 0 && (
        <button type="button" onClick={() => setAll(true)}>
          {t('还有 {{n}} 个', { n: rest })}
        </button>
      )}
    </div>
  )
}

function isSame(one: ToolSource, other: ToolSource): boolean {
  if (one.kind === 'file') return other.kind === 'file' && one.file === other.file
  return one.kind === 'mcp' && other.kind === 'mcp' && one.server === other.server
}
