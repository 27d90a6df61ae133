import type { McpServer, McpState } from '../../../shared/tools.ts'
import { t } from '../../i18n/i18n.ts'
import { cx } from '../../ui/class-names.ts'
import { FactList } from '../../ui/fact-list.tsx'
import { formatClock } from '../../ui/format.ts'
import styles from './card.module.css'
import { mcpAddress, transportTitle } from './mcp-words.ts'

interface McpDetailsProps {
  server: McpServer
  state: McpState
}

/** What somebody needs who looks for the reason why a server does not run, and what else it offers. */
export function McpDetails({ server, state }: McpDetailsProps) {
  const { stderr, resources, prompts } = state
  return (
    <details className={styles.fold}>
      <summary>{t('怎么启动的、它写了什么')}</summary>
      <div className={styles.inside}>
        <FactList className={styles.facts} facts={factsOf(server, state)} />
        {stderr.length > 0 && (
          <section>
            <h3>stderr</h3>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard */}
            <ul className={styles.output} tabIndex={0} aria-label="stderr">
              {stderr.map((line, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: lines may be alike
                <li key={index}>{line}</li>
              ))}
            </ul>
          </section>
        )}
        {resources.length > 0 && (
          <section>
            <h3>{t('资源，{{n}} 个', { n: resources.length })}</h3>
            <FactList
              className={cx(styles.facts, styles.named)}
              facts={resources.map(({ uri, name }) => ({ name, value: uri }))}
            />
          </section>
        )}
        {prompts.length > 0 && (
          <section>
            <h3>{t('提示词，{{n}} 个', { n: prompts.length })}</h3>
            <FactList
              className={cx(styles.facts, styles.named)}
              facts={prompts.map(({ name, description }) => ({ name, value: description || '–' }))}
            />
          </section>
        )}
      </div>
    </details>
  )
}

function factsOf(server: McpServer, state: McpState): { name: string; value: string }[] {
  const facts = [{ name: t('连法'), value: transportTitle(server.transport) }]
  if (server.transport !== 'stdio')
    return [...facts, { name: t('地址'), value: mcpAddress(server) }, ...since(state)]
  return [
    ...facts,
    { name: t('写的是'), value: mcpAddress(server) },
    { name: t('找到的'), value: state.command ?? t('没找到') },
    { name: 'PATH', value: state.path ?? '–' },
    ...(state.pid === null ? [] : [{ name: t('进程'), value: String(state.pid) }]),
    ...(state.exitCode === null ? [] : [{ name: t('退出码'), value: String(state.exitCode) }]),
    ...since(state),
  ]
}

function since({ startedAt }: McpState): { name: string; value: string }[] {
  return startedAt === null ? [] : [{ name: t('启动于'), value: formatClock(startedAt) }]
}
