import { CaretRightOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useMemo, useState } from 'react'
import type { ToolTrial } from '../../../shared/ipc.ts'
import type { Problem } from '../../../shared/problem.ts'
import type { ToolState } from '../../../shared/tools.ts'
import { resultText } from '../../conversation/tool-calls.ts'
import { Since } from '../../conversation/tool-chain.tsx'
import { t } from '../../i18n/i18n.ts'
import { call } from '../../live/panel.ts'
import { problemOf } from '../../live/panel-error.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { ErrorBlock } from '../../ui/error-block.tsx'
import { formatDuration } from '../../ui/format.ts'
import { Picture } from '../../ui/picture.tsx'
import { Status } from '../../ui/status.tsx'
import { SchemaFields } from './schema-fields.tsx'
import { draftOf, resultOf, type SchemaDraft, schemaFields } from './schema-form.ts'
import styles from './tool-trial.module.css'

type Trial =
  | { state: 'none' }
  | { state: 'running'; startedAt: number }
  | { state: 'done'; trial: ToolTrial }
  | { state: 'refused'; problem: Problem }

/** Runs a tool once, with what was typed into the form of its parameters. */
export function ToolTrialForm({ tool }: { tool: ToolState }) {
  const fields = useMemo(() => schemaFields(tool.parameters), [tool.parameters])
  const [draft, setDraft] = useState<SchemaDraft>(() => draftOf(fields))
  const [trial, setTrial] = useState<Trial>({ state: 'none' })
  /** Nobody is told what is missing before they tried to go on. */
  const [tried, setTried] = useState(false)
  const { values, problems } = resultOf(fields, draft)
  const run = async () => {
    setTried(true)
    if (Object.keys(problems).length > 0) return
    setTrial({ state: 'running', startedAt: Date.now() })
    try {
      const done = await call('tools.try', { name: tool.name, input: values as never })
      setTrial({ state: 'done', trial: done })
    } catch (error) {
      setTrial({ state: 'refused', problem: problemOf(error) })
    }
  }
  return (
    <div className={styles.trial}>
      <SchemaFields fields={fields} draft={draft} problems={tried ? problems : {}} onChange={setDraft} />
      {tool.risk === 'red' && (
        <p className={styles.warning}>{t('会真的做，不问别人。要在聊天里说的话不发出去，只写在下面。')}</p>
      )}
      <div className={styles.start}>
        <Button
          type="primary"
          icon={<CaretRightOutlined />}
          loading={trial.state === 'running'}
          disabled={tool.problem !== null}
          onClick={() => void run()}
        >
          {t('运行')}
        </Button>
        {trial.state === 'running' && <Since startedAt={trial.startedAt} />}
      </div>
      <div aria-live="polite">
        {trial.state === 'done' && <Result trial={trial.trial} />}
        {trial.state === 'refused' && <ErrorBlock problem={trial.problem} />}
      </div>
    </div>
  )
}

function Result({ trial: { text: answer, failed, ms, pictures, said } }: { trial: ToolTrial }) {
  const text = resultText(answer)
  return (
    <section className={styles.result}>
      <header>
        <Status tone={failed ? 'err' : 'ok'}>{failed ? t('失败') : t('好了')}</Status>
        <span>{formatDuration(ms)}</span>
        {text && <CopyButton text={text} />}
      </header>
      {text ? <pre>{text}</pre> : <p>{t('没有写下结果。')}</p>}
      {pictures.length > 0 && (
        <ul className={styles.pictures} aria-label={t('带回的图片')}>
          {pictures.map((hash, index) => (
            <li key={hash}>
              <Picture hash={hash} alt={t('图 {{n}}', { n: index + 1 })} gone={t('已过期')} whole />
            </li>
          ))}
        </ul>
      )}
      {said.length > 0 && (
        <>
          <h2>{t('中间说的')}</h2>
          <ul>
            {said.map((line, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines of one run never move
              <li key={index}>{line}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
