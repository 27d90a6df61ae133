import { InboxOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useEffect, useRef } from 'react'
import { t } from '../../i18n/i18n.ts'
import { call } from '../../live/panel.ts'
import { useExport } from '../../live/use-export.ts'
import { ErrorBlock } from '../../ui/error-block.tsx'
import { formatSize } from '../../ui/format.ts'
import { Pane } from '../../ui/pane.tsx'
import { useWindowDrop } from '../../ui/use-window-drop.ts'
import { ImportResult } from './import-result.tsx'
import { ImportReview } from './import-review.tsx'
import { Line } from './line.tsx'
import { droppedIn, pickedIn } from './read-files.ts'
import styles from './transfer-pane.module.css'
import { type ImportState, useImport } from './use-import.ts'

/** 搬家: everything in one file, and what comes from elsewhere. */
export function TransferPane() {
  return (
    <Pane title={t('搬家')} flush>
      <ExportLine />
      <ImportPart />
    </Pane>
  )
}

function ExportLine() {
  const { characters, begin, stop } = useExport((next) => call('export.all', { next }))
  const running = characters !== null
  return (
    <Line
      name={t('导出全部')}
      help={t('设置、角色、提示词和所有聊天，装进一个文件。Key、令牌和日志不在里面。')}
    >
      <span role="status" className={styles.size}>
        {running && t('已经 {{size}}', { size: formatSize(characters) })}
      </span>
      {running ? <Button onClick={stop}>{t('停下')}</Button> : <Button onClick={begin}>{t('导出')}</Button>}
    </Line>
  )
}

function ImportPart() {
  const { state, begin, apply, reset } = useImport()
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const pane = useRef<HTMLDivElement>(null)
  const over = useWindowDrop((transfer) => begin(droppedIn(transfer)))
  // A drop may have been anywhere on a long page.
  useEffect(() => {
    if (state.step !== 'idle') pane.current?.scrollIntoView({ block: 'nearest' })
  }, [state.step])
  // React does not know the attribute.
  useEffect(() => folder.current?.setAttribute('webkitdirectory', ''), [])

  const take = (input: HTMLInputElement) => {
    const picked = pickedIn(input.files)
    // The same file may be chosen again.
    input.value = ''
    if (picked.length > 0) begin(picked)
  }
  return (
    <div ref={pane} className={styles.import} data-over={over || undefined}>
      <Line
        name={t('导入')}
        help={t('认得杏桃的导出、AI_chat 的整个文件夹、SillyTavern 的角色卡。先看能带来什么，再决定。')}
      >
        <Button onClick={() => files.current?.click()}>{t('选文件')}</Button>
        <Button onClick={() => folder.current?.click()}>{t('选文件夹')}</Button>
        <input
          ref={files}
          type="file"
          hidden
          multiple
          accept=".json,.jsonl"
          aria-label={t('要导入的文件')}
          onChange={(event) => take(event.target)}
        />
        <input
          ref={folder}
          type="file"
          hidden
          multiple
          aria-label={t('要导入的文件夹')}
          onChange={(event) => take(event.target)}
        />
      </Line>
      {over && (
        <p className={styles.drop}>
          <InboxOutlined />
          {t('放开就看看里面有什么')}
        </p>
      )}
      <Step state={state} onApply={apply} onClose={reset} />
    </div>
  )
}

interface StepProps {
  state: ImportState
  onApply: (selfId: string, left: ReadonlySet<string>) => void
  onClose: () => void
}

function Step({ state, onApply, onClose }: StepProps) {
  switch (state.step) {
    case 'idle':
      return null
    case 'review':
      return <ImportReview {...state} onApply={onApply} onClose={onClose} />
    case 'done':
      return <ImportResult {...state} onClose={onClose} />
    case 'failed':
      return (
        <div className={styles.block}>
          <ErrorBlock problem={state.problem}>
            <Button size="small" onClick={onClose}>
              {t('知道了')}
            </Button>
          </ErrorBlock>
        </div>
      )
    default:
      return (
        <div className={styles.progress}>
          <span role="status">{progressWords(state)}</span>
          {state.step !== 'importing' && (
            <Button size="small" type="text" onClick={onClose}>
              {t('停下')}
            </Button>
          )}
        </div>
      )
  }
}

type Progress = Extract<ImportState, { step: 'reading' | 'looking' | 'importing' }>

function progressWords(state: Progress): string {
  if (state.step === 'reading') return t('正在读 {{n}} 个文件', { n: state.files })
  const part = state.all > 1 ? t('，第 {{n}} / {{all}} 份', { n: state.done + 1, all: state.all }) : ''
  return state.step === 'looking' ? t('在看里面有什么{{part}}', { part }) : t('正在导入{{part}}', { part })
}
