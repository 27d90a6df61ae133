import { memo } from 'react'
import type { Config } from '../../../shared/config.ts'
import { hrefTo } from '../../app/router.ts'
import { ConfigField } from '../../forms/config-field.tsx'
import type { Field } from '../../forms/field.ts'
import { valueAt } from '../../forms/field-value.ts'
import { t } from '../../i18n/i18n.ts'
import { MoreLink } from '../../ui/more-link.tsx'
import { Pane } from '../../ui/pane.tsx'
import { CorePromptField } from './core-prompt-field.tsx'
import type { Section } from './section.ts'
import styles from './settings-page.module.css'

interface SectionPaneProps {
  section: Section
  config: Config
}

/** One section of the settings, with headings between its parts. */
export const SectionPane = memo(function SectionPane({ section, config }: SectionPaneProps) {
  const { id, title, page, parts } = section
  return (
    <div className={styles.section} id={`settings-${id}`}>
      <Pane
        title={t(title)}
        actions={page && <MoreLink href={hrefTo(page.path)}>{t(page.title)}</MoreLink>}
        flush
      >
        {parts.map((part) => (
          <div key={part.id} className={styles.part} id={part.title ? `settings-${part.id}` : undefined}>
            {part.title && <h3>{t(part.title)}</h3>}
            {part.fields.map((field) => (
              <Row key={field.path.join('.')} field={field} config={config} />
            ))}
          </div>
        ))}
      </Pane>
    </div>
  )
})

function Row({ field, config }: { field: Field; config: Config }) {
  if (field.path[0] === 'corePrompt') return <CorePromptField field={field} value={config.corePrompt} />
  return <ConfigField field={field} value={valueAt(config, field.path)} />
}
