import { Fragment } from 'react'
import { pages } from '../app/pages.tsx'
import { hrefTo } from '../app/router.ts'
import styles from './field-row.module.css'
import { helpParts } from './help-parts.ts'

/** What help texts call a place, beside the titles of the pages. */
const places: readonly [string, string][] = [
  ['认主人', '/access'],
  ['提供商/模型', '/models'],
]
let known: ReadonlyMap<string, string> | undefined

/** A help text; what it names of other pages leads there. */
export function HelpText({ text }: { text: string }) {
  known ??= new Map([...pages.map(({ title, path }): [string, string] => [title, path]), ...places])
  return helpParts(text, known).map((part, index) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of a fixed text have no identity
    if (part.page === undefined) return <Fragment key={index}>{part.text}</Fragment>
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: as above
      <a key={index} className={styles.link} href={hrefTo(part.page)}>
        {part.text}
      </a>
    )
  })
}
