import { DownOutlined } from '@ant-design/icons'
import { Switch } from 'antd'
import { useState } from 'react'
import type { Config } from '../../../shared/config.ts'
import type { ChatSettingsView } from '../../../shared/ipc.ts'
import type { ChatRow } from '../../../shared/state.ts'
import type { ToolState } from '../../../shared/tools.ts'
import { t } from '../../i18n/i18n.ts'
import { editChat } from '../../live/edit.ts'
import { useTopic } from '../../live/use-topic.ts'
import { Chip } from '../../ui/chip.tsx'
import type { Tone } from '../../ui/dot.tsx'
import { SourceChip } from '../../ui/source-chip.tsx'
import { RiskMark } from '../tools/risk-mark.tsx'
import { RoleRules } from '../tools/role-rules.tsx'
import { countsAsWords, verdictIn } from '../tools/tool-policy.ts'
import { whoMayWords } from '../tools/tool-words.ts'
import { chatRuleOps, chatToolRule, switchOps } from './chat-tool-rule.ts'
import styles from './chat-tools.module.css'

interface ChatToolRowProps {
  chat: Pick<ChatRow, 'id' | 'kind'>
  tool: ToolState
  view: ChatSettingsView
  /** The character this chat plays. */
  character: string | undefined
}

/** One tool in one chat: on or off, and who may have it used. */
export function ChatToolRow(props: ChatToolRowProps) {
  const { chat, tool } = props
  if (tool.problem) return <Unusable tool={tool} tone="err" word={t('用不了')} why={tool.problem.message} />
  if (tool.groupOnly && chat.kind === 'private')
    return <Unusable tool={tool} tone="mute" word={t('只在群里')} why={t('私聊里模型看不到它。')} />
  return <Usable {...props} />
}

interface UnusableProps {
  tool: ToolState
  tone: Tone
  word: string
  why: string
}

/** A tool that there is nothing to be said of here. */
function Unusable({ tool: { name, title }, tone, word, why }: UnusableProps) {
  return (
    <li data-off>
      <div className={styles.row}>
        <span className={styles.title} title={`${title} ${name}`}>
          {title}
        </span>
        <Chip tone={tone} title={why}>
          {word}
        </Chip>
      </div>
    </li>
  )
}

const selectAccess = ({ config }: { config: Config }) => config.access

function Usable({ chat: { id: chatId, kind }, tool, view, character }: ChatToolRowProps) {
  const access = useTopic('config', selectAccess)
  const [open, setOpen] = useState(false)
  const { name, title } = tool
  const rule = chatToolRule(view, tool)
  const switchTo = (on: boolean) =>
    void editChat(
      chatId,
      switchOps(name, rule, on),
      on ? t('这里能用「{{title}}」了', { title }) : t('这里不能用「{{title}}」了', { title }),
    )
  const reset = () =>
    void editChat(
      chatId,
      [{ path: ['toolRules', name], remove: true }],
      t('「{{title}}」跟着上一级了', { title }),
    )
  return (
    <li data-off={!rule.on || undefined}>
      <div className={styles.row}>
        <span className={styles.title} title={`${title} ${name}`}>
          {title}
        </span>
        <SourceChip
          from={rule.source}
          character={character}
          onReset={rule.source === 'chat' ? reset : undefined}
        />
        <Switch
          size="small"
          checked={rule.on}
          aria-label={t('这里用「{{title}}」', { title })}
          onChange={switchTo}
        />
      </div>
      <button
        type="button"
        className={styles.who}
        aria-expanded={open}
        title={t('改谁能用')}
        onClick={() => setOpen(!open)}
      >
        <RiskMark risk={tool.risk} />
        <span>{access && whoMayWords(verdictIn(kind, tool, view.values, access))}</span>
        <DownOutlined aria-hidden="true" />
      </button>
      {open && (
        <>
          <RoleRules
            tool={tool}
            own={rule.own}
            inherited={rule.inherited}
            matrix={view.values.toolMatrix}
            onChange={(change, said) => void editChat(chatId, chatRuleOps(name, rule.own, change), said)}
          />
          <p className={styles.counts}>{access && countsAsWords(tool, access, kind)}</p>
        </>
      )}
    </li>
  )
}
