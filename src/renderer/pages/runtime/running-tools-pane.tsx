import { CloseOutlined } from '@ant-design/icons'
import type { TurnState } from '../../../shared/state.ts'
import { hrefTo } from '../../app/router.ts'
import { argumentWords, callStateWord } from '../../conversation/tool-calls.ts'
import { CallMark, Since } from '../../conversation/tool-chain.tsx'
import { stopTurn } from '../../conversation/turn-actions.ts'
import { t } from '../../i18n/i18n.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Pane } from '../../ui/pane.tsx'
import { type RunningTool, runningTools } from './running-tools.ts'
import styles from './running-tools-pane.module.css'

/** 正在运行的工具: the calls under way in all chats, each with the way to stop its answer. */
export function RunningToolsPane({ turns }: { turns: readonly TurnState[] }) {
  const running = runningTools(turns)
  return (
    <Pane title={t('正在运行的工具')} count={running.length} flush>
      {running.length === 0 ? (
        <p className={styles.none}>{t('现在没有工具在跑。')}</p>
      ) : (
        <ul className={styles.list}>
          {running.map((tool) => (
            <Row key={tool.key} tool={tool} />
          ))}
        </ul>
      )}
    </Pane>
  )
}

function Row({ tool: { turn, call } }: { tool: RunningTool }) {
  const said = argumentWords(call.arguments)
  return (
    <li data-state={call.state}>
      <CallMark state={call.state} />
      <span className={styles.words}>
        <b>{call.title}</b>
        <em title={said}>{said}</em>
      </span>
      <a href={hrefTo(`/chats/${turn.chatId}`)} title={turn.chatTitle}>
        {turn.chatTitle}
      </a>
      <span className={styles.state}>
        {callStateWord(call.state)}
        <Since startedAt={call.startedAt} />
      </span>
      <IconButton label={t('停止这一条')} onClick={() => void stopTurn(turn.id)}>
        <CloseOutlined />
      </IconButton>
    </li>
  )
}
