import { Button } from 'antd'
import { useState } from 'react'
import type { CallInput } from '../../shared/ipc.ts'
import type { PromptPart } from '../../shared/prompts.ts'
import { t } from '../i18n/i18n.ts'
import { call } from '../live/panel.ts'
import { useAsked } from '../live/use-asked.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { ErrorBlock } from '../ui/error-block.tsx'
import { formatCount, shortModel } from '../ui/format.ts'
import { SideDrawer } from '../ui/side-drawer.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { TokenBar } from '../ui/token-bar.tsx'
import { barOf, partTitle, stableWords } from './preview-words.ts'
import styles from './prompt-preview.module.css'
import { PromptText } from './prompt-text.tsx'

interface PromptPreviewButtonProps {
  /** The chat whose next request is shown. */
  chatId: number
  chatTitle: string
  /** Texts that are not saved yet, in place of the saved ones. */
  unsaved: Omit<CallInput<'prompts.preview'>, 'chatId'>
  size?: 'small' | 'middle'
}

/** Opens what the chat's next request would look like, part by part. */
export function PromptPreviewButton({ size = 'middle', ...props }: PromptPreviewButtonProps) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size={size} onClick={() => setOpen(true)}>
        {t('预览最终提示词')}
      </Button>
      <SideDrawer
        open={open}
        size={560}
        title={t('最终提示词')}
        onClose={() => setOpen(false)}
        destroyOnHidden
      >
        <Preview {...props} />
      </SideDrawer>
    </>
  )
}

function Preview({ chatId, chatTitle, unsaved }: Omit<PromptPreviewButtonProps, 'size'>) {
  const edited = Object.keys(unsaved).length > 0
  const {
    answer: preview,
    problem,
    ask,
  } = useAsked(() => call('prompts.preview', { chatId, ...unsaved }), JSON.stringify([chatId, unsaved]))
  if (problem)
    return (
      <ErrorBlock problem={problem}>
        <Button size="small" onClick={ask}>
          {t('再试一次')}
        </Button>
      </ErrorBlock>
    )
  if (!preview) return <Skeleton widths={[0.5, 1, 0.9, 0.7]} />
  return (
    <>
      <div className={styles.facts}>
        <p>
          {t('「{{chat}}」的下一条会这样发给 {{model}}', {
            chat: chatTitle,
            model: shortModel(preview.model),
          })}
          {edited && t('，没保存的改动也算在里面')}
        </p>
        <div className={styles.total}>
          <b>{t('约 {{n}} 词元', { n: formatCount(preview.tokens) })}</b>
          <span>{stableWords(preview)}</span>
          <CopyButton text={() => fullText(preview.parts)} label={t('复制全文')} />
        </div>
        <TokenBar parts={barOf(preview.parts)} />
      </div>
      <ol className={styles.parts}>
        {preview.parts.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts stand in the order in which they are sent
          <li key={index}>
            <h3>
              {partTitle(part.kind)}
              <data value={part.tokens}>{t('约 {{n}} 词元', { n: formatCount(part.tokens) })}</data>
            </h3>
            <PromptText text={part.text} />
          </li>
        ))}
      </ol>
    </>
  )
}

function fullText(parts: readonly PromptPart[]): string {
  return parts.map(({ text }) => text).join('\n\n')
}
