import { Button, Input } from 'antd'
import { useId, useState } from 'react'
import type { McpServer } from '../../../shared/tools.ts'
import { t } from '../../i18n/i18n.ts'
import styles from './form.module.css'
import { draftOfServer, hasOpenKey } from './mcp-draft.ts'
import { readMcpPaste } from './mcp-paste.ts'
import { mcpTitle, openKeyWords } from './mcp-words.ts'

interface McpPasteBoxProps {
  /** Short names there are already. */
  taken: readonly string[]
  /** What was understood; never empty. */
  onRead: (servers: McpServer[]) => void
}

/** Takes the piece of configuration that descriptions of servers have. It is emptied at once: it may hold keys. */
export function McpPasteBox({ taken, onRead }: McpPasteBoxProps) {
  const id = useId()
  const [text, setText] = useState('')
  const [said, setSaid] = useState<{ words: string; problems: string[] } | null>(null)
  const read = (pasted: string) => {
    if (pasted.trim() === '') return
    const { servers, problems } = readMcpPaste(pasted, taken)
    if (servers.length === 0) {
      setText(pasted)
      setSaid({ words: '', problems: problems.length > 0 ? problems : [t('没认出来，可以在下面自己填。')] })
      return
    }
    setText('')
    // Of one alone its form says so, right below.
    const open = servers.length > 1 ? servers.filter((one) => hasOpenKey(draftOfServer(one))) : []
    const warnings = open.map((one) => `${mcpTitle(one)}：${openKeyWords(one.transport)}`)
    const names = servers.map(mcpTitle).join('、')
    setSaid({
      words: t('认出 {{n}} 个：{{names}}', { n: servers.length, names }),
      problems: [...problems, ...warnings],
    })
    onRead(servers)
  }
  return (
    <div className={styles.paste}>
      <label htmlFor={id}>
        <b>{t('粘贴配置')}</b>
      </label>
      <Input.TextArea
        id={id}
        className={styles.code as string}
        autoSize={{ minRows: 3, maxRows: 8 }}
        autoFocus
        spellCheck={false}
        value={text}
        placeholder={'{ "mcpServers": { "memory": { "command": "npx", "args": ["-y", "…"] } } }'}
        onChange={(event) => setText(event.target.value)}
        onPaste={(event) => {
          event.preventDefault()
          read(event.clipboardData.getData('text'))
        }}
      />
      {text.trim() !== '' && (
        <div>
          <Button size="small" onClick={() => read(text)}>
            {t('认一认')}
          </Button>
        </div>
      )}
      <div className={styles.said} aria-live="polite">
        {said?.words && <span>{said.words}</span>}
        {said?.problems.map((problem) => (
          <span key={problem} data-tone="warn">
            {problem}
          </span>
        ))}
      </div>
    </div>
  )
}
