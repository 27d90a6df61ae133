import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { McpProbe } from '../../../shared/ipc.ts'
import type { Problem } from '../../../shared/problem.ts'
import type { McpServer } from '../../../shared/tools.ts'
import { t } from '../../i18n/i18n.ts'
import { call } from '../../live/panel.ts'
import { problemOf } from '../../live/panel-error.ts'
import { ErrorBlock } from '../../ui/error-block.tsx'
import { Status } from '../../ui/status.tsx'
import styles from './form.module.css'

type Probe =
  | { state: 'none' | 'running' }
  | { state: 'done'; probe: McpProbe }
  | { state: 'failed'; problem: Problem }

/** Connects once to a server that is not saved, and shows what it offers. */
export function McpProbeBox({ server }: { server: McpServer | null }) {
  const [probe, setProbe] = useState<Probe>({ state: 'none' })
  const box = useRef<HTMLDivElement>(null)
  // It stands below the form, often out of sight.
  useEffect(() => {
    if (probe.state !== 'none') box.current?.scrollIntoView({ block: 'nearest' })
  }, [probe])
  const run = async () => {
    if (!server) return
    setProbe({ state: 'running' })
    try {
      setProbe({ state: 'done', probe: await call('mcp.probe', { server }) })
    } catch (error) {
      setProbe({ state: 'failed', problem: problemOf(error) })
    }
  }
  return (
    <>
      <div>
        <Button loading={probe.state === 'running'} disabled={server === null} onClick={() => void run()}>
          {t('试一下')}
        </Button>
      </div>
      <div ref={box} className={styles.probe} aria-live="polite">
        {probe.state === 'running' && (
          <Status tone="accent" pulse>
            {t('正在连。第一次要先下载，可能要等一会儿')}
          </Status>
        )}
        {probe.state === 'done' && <Offers probe={probe.probe} />}
        {probe.state === 'failed' && <ErrorBlock problem={probe.problem} />}
      </div>
    </>
  )
}

function Offers({ probe: { name, version, tools, resources, prompts } }: { probe: McpProbe }) {
  const more = [
    t('{{n}} 个工具', { n: tools.length }),
    resources > 0 && t('{{n}} 个资源', { n: resources }),
    prompts > 0 && t('{{n}} 个提示词', { n: prompts }),
  ]
  return (
    <>
      <Status tone="ok">
        {t('连上了：{{name}}，{{more}}', {
          name: [name, version].filter(Boolean).join(' ') || t('没有名字'),
          more: more.filter(Boolean).join(t('、')),
        })}
      </Status>
      {tools.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
        <ul className={styles.offers} tabIndex={0} aria-label={t('它的工具')}>
          {tools.map((tool) => (
            <li key={tool.name}>
              <code>{tool.name}</code>
              {tool.description && <p title={tool.description}>{tool.description}</p>}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
