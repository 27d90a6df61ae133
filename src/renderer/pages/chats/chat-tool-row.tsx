import { DownOutlined } from '@ant-design/icons'
import { Switch } from 'antd'
import { useState } from 'react'
import type { ChatSettingsView } from '../../../shared/ipc.ts'
import type { ToolState } from '../../../shared/tools.ts'
import { t } from '../../i18n/i18n.ts'
import { editChat } from '../../live/edit.ts'
import { Chip } from '../../ui/chip.tsx'
import { SourceChip } from '../../ui/source-chip.tsx'
import { RiskMark } from '../tools/risk-mark.tsx'
import { RoleRules } from '../tools/role-rules.tsx'
import { verdictOf } from '../tools/tool-policy.ts'
import { whoMayWords } from '../tools/tool-words.ts'
import { chatRuleOps, chatToolRule, switchOps } from './chat-tool-rule.ts'
import styles from './chat-tools.module.css'

interface ChatToolRowProps {
  chatId: number
  tool: ToolState
  view: ChatSettingsView
  /** The character this chat plays. */
  character: string | undefined
}

/** One tool in one chat: on or off, and who may have it used. */
export function ChatToolRow({ chatId, tool, view, character }: ChatToolRowProps) {
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
        {tool.problem && (
          <Chip tone="err" title={tool.problem.message}>
            {t('用不了')}
          </Chip>
        )}
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
        <span>{whoMayWords(verdictOf(tool, view.values))}</span>
        <DownOutlined aria-hidden="true" />
      </button>
      {open && (
        <RoleRules
          tool={tool}
          own={rule.own}
          inherited={rule.inherited}
          matrix={view.values.toolMatrix}
          onChange={(change, said) => void editChat(chatId, chatRuleOps(name, rule.own, change), said)}
        />
      )}
    </li>
  )
}
