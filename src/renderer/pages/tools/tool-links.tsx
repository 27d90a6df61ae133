import { useState } from 'react'
import type { ToolState } from '../../../shared/tools.ts'
import { hrefTo } from '../../app/router.ts'
import { t } from '../../i18n/i18n.ts'
import styles from './card.module.css'

interface ToolLinksProps {
  /** As models know them. */
  names: readonly string[]
  tools: Readonly<Record<string, ToolState>>
  /** Said when there is none. */
  none: string
}

/** More than this are hidden at first. */
const shownFirst = 8

/** The tools that something brought, each leading to where it is set. */
export function ToolLinks({ names, tools, none }: ToolLinksProps) {
  const [all, setAll] = useState(false)
  if (names.length === 0) return <p className={styles.tools}>{none}</p>
  const shown = all ? names : names.slice(0, shownFirst)
  const rest = names.length - shown.length
  return (
    <div className={styles.tools}>
      {t('{{n}} 个工具', { n: names.length })}
      {shown.map((name) => (
        <a key={name} href={hrefTo('/tools', { tool: name })} title={name}>
          {tools[name]?.title ?? name}
        </a>
      ))}
      {rest > 0 && (
        <button type="button" onClick={() => setAll(true)}>
          {t('还有 {{n}} 个', { n: rest })}
        </button>
      )}
    </div>
  )
}
