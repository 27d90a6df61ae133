import { Button, Input } from 'antd'
import { useId, useState } from 'react'
import type { ChatSettingsView } from '../../../shared/ipc.ts'
import { t } from '../../i18n/i18n.ts'
import { editChat } from '../../live/edit.ts'
import { useTopic } from '../../live/use-topic.ts'
import styles from './chat-prompt.module.css'
import { draftOf, dropDraft, keepDraft } from './prompt-drafts.ts'
import { PromptLength } from './prompt-length.tsx'
import { Setting } from './setting.tsx'

interface ChatPromptProps {
  chatId: number
  view: ChatSettingsView
}

const longest = 20_000

/** This chat's own prompt. The one place of the panel with a save button: half a prompt is no prompt. */
export function ChatPrompt({ chatId, view }: ChatPromptProps) {
  const id = useId()
  const saved = view.values.prompt
  const source = view.sources.prompt ?? 'default'
  const [draft, setDraft] = useState(() => draftOf(chatId))
  const core = useTopic('config', ({ config }) => config.corePrompt) ?? ''
  const text = draft ?? saved
  const dirty = draft !== undefined && draft !== saved

  const type = (next: string) => {
    setDraft(next)
    keepDraft(chatId, next, saved)
  }
  const forget = () => {
    setDraft(undefined)
    dropDraft(chatId)
  }
  const save = async () => {
    if (await editChat(chatId, [{ path: ['prompt'], set: text }], t('提示词已保存，下一条就生效'))) forget()
  }
  const reset = async () => {
    if (await editChat(chatId, [{ path: ['prompt'], remove: true }], t('已恢复为全局的提示词'))) forget()
  }
  return (
    <>
      <Setting
        id={id}
        title={t('这个聊天的提示词')}
        source={source}
        onReset={() => void reset()}
        help={helpOf(source)}
      >
        <Input.TextArea
          id={id}
          value={text}
          maxLength={longest}
          autoSize={{ minRows: 5, maxRows: 16 }}
          placeholder={t('比如：这是一个摄影群，谈参数时先说光圈，再说快门。')}
          onChange={(event) => type(event.target.value)}
          onKeyDown={(event) => {
            if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return
            event.preventDefault()
            if (dirty) void save()
          }}
        />
      </Setting>
      <div className={styles.actions}>
        <Button type="primary" disabled={!dirty} onClick={() => void save()}>
          {t('保存')}
        </Button>
        {dirty && (
          <>
            <Button type="text" onClick={forget}>
              {t('不改了')}
            </Button>
            <span className={styles.unsaved}>{t('还没保存')}</span>
          </>
        )}
      </div>
      <PromptLength core={core} own={text} />
    </>
  )
}

function helpOf(source: string): string {
  if (source === 'chat') return t('接在基础提示词后面，代替全局的那一份。')
  if (source === 'global') return t('现在用的是全局的那一份。改了再保存，就只属于这个聊天。')
  return t('接在基础提示词后面，只对这个聊天有效。')
}
