import { FileTextOutlined, ReloadOutlined } from '@ant-design/icons'
import { Button, Switch } from 'antd'
import { useState } from 'react'
import type { Config } from '../../../shared/config.ts'
import type { ToolFileState, ToolState } from '../../../shared/tools.ts'
import { t } from '../../i18n/i18n.ts'
import { editConfig } from '../../live/edit.ts'
import { call } from '../../live/panel.ts'
import { formatAgo } from '../../ui/format.ts'
import { Status } from '../../ui/status.tsx'
import { showProblem, showToast } from '../../ui/toast.tsx'
import { useNow } from '../../ui/use-now.ts'
import styles from './card.module.css'
import { CardProblem } from './card-problem.tsx'
import { enabledOps, entryOf } from './file-edit.ts'
import { FileOutput } from './file-output.tsx'
import { FileSettings } from './file-settings.tsx'
import { fileWord } from './file-words.ts'
import { ToolLinks } from './tool-links.tsx'

interface ToolFileCardProps {
  file: ToolFileState
  tools: Readonly<Record<string, ToolState>>
  config: Config
}

/** One file of the tools folder: how it is, what it brought, what it wrote, what can be set. */
export function ToolFileCard({ file: state, tools, config }: ToolFileCardProps) {
  const { file, problem, output, settings, loadedAt } = state
  const { tone, word } = fileWord(state.state)
  const { enabled } = entryOf(config, file)
  return (
    <article
      className={styles.card}
      data-tone={tone}
      aria-label={t('文件 {{file}}：{{word}}', { file, word })}
    >
      <header className={styles.head}>
        <FileTextOutlined className={styles.icon as string} />
        <h2 className={styles.mono} title={file}>
          {file}
        </h2>
        <Status tone={tone} pulse={state.state === 'loading'}>
          {word}
        </Status>
        <Enabled file={file} enabled={enabled} />
      </header>
      {problem && <CardProblem problem={problem} />}
      <ToolLinks names={state.tools} from={{ kind: 'file', file }} tools={tools} none={t('没有带来工具。')} />
      {settings && <FileSettings file={file} schema={settings} config={config} />}
      {output.length > 0 && <FileOutput lines={output} />}
      <footer className={styles.foot}>
        <span>{loadedAt !== null && <Loaded at={loadedAt} ok={state.state !== 'broken'} />}</span>
        <Reload file={file} disabled={!enabled} />
      </footer>
    </article>
  )
}

function Enabled({ file, enabled }: { file: string; enabled: boolean }) {
  const change = (on: boolean) =>
    void editConfig((config) => ({
      ops: enabledOps(config, file, on),
      said: on ? t('已启用「{{name}}」', { name: file }) : t('已停用「{{name}}」', { name: file }),
    }))
  return <Switch size="small" checked={enabled} aria-label={t('启用 {{file}}', { file })} onChange={change} />
}

function Loaded({ at, ok }: { at: number; ok: boolean }) {
  const ago = formatAgo(at, useNow(10_000))
  return ok ? t('{{ago}}加载', { ago }) : t('{{ago}}试过', { ago })
}

function Reload({ file, disabled }: { file: string; disabled: boolean }) {
  const [busy, setBusy] = useState(false)
  const reload = async () => {
    setBusy(true)
    try {
      const results = await call('tools.reload', { file })
      // What went wrong stands on the card.
      if (results.every(({ problem }) => problem === null))
        showToast({ text: t('「{{file}}」重新加载了', { file }) })
    } catch (error) {
      showProblem(error)
    }
    setBusy(false)
  }
  return (
    <Button
      size="small"
      icon={<ReloadOutlined />}
      loading={busy}
      disabled={disabled}
      aria-label={t('重新加载 {{file}}', { file })}
      onClick={() => void reload()}
    >
      {t('重新加载')}
    </Button>
  )
}
