import type { TurnState } from '../../../shared/state.ts'
import { t } from '../../i18n/i18n.ts'
import { formatCount, formatDuration, shortModel } from '../../ui/format.ts'
import { Pane } from '../../ui/pane.tsx'
import { useNow } from '../../ui/use-now.ts'
import styles from './facts.module.css'

/** The requests that models are working on right now, as they were frozen when their turn began. */
export function SessionsPane({ turns }: { turns: readonly TurnState[] }) {
  const now = useNow(1000)
  const running = turns.filter((turn) => turn.endedAt === null && turn.requestMessages > 0)
  return (
    <Pane title={t('会话')} count={running.length} flush>
      {running.length === 0 ? (
        <p className={styles.none}>{t('现在没有模型在回答。')}</p>
      ) : (
        <div className={styles.scroll}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th>{t('聊天')}</th>
                <th>{t('模型')}</th>
                <th>{t('消息')}</th>
                <th>{t('词元')}</th>
                <th>{t('用时')}</th>
              </tr>
            </thead>
            <tbody>
              {running.map((turn) => (
                <tr key={turn.id}>
                  <td title={turn.question}>{turn.chatTitle}</td>
                  <td title={turn.model}>{shortModel(turn.model)}</td>
                  <td>{formatCount(turn.requestMessages)}</td>
                  <td>{formatCount(turn.requestTokens)}</td>
                  <td>{formatDuration(now - turn.receivedAt)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Pane>
  )
}
