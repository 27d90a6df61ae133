import { RedoOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import type { TurnDetail } from '../../shared/state.ts'
import { t } from '../i18n/i18n.ts'
import { ErrorBlock } from '../ui/error-block.tsx'
import { formatCount, formatDuration } from '../ui/format.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import { reasonHref, settingHref } from './reason-text.ts'
import { RequestDrawer } from './request-drawer.tsx'
import { Stats } from './stats.tsx'
import { chainCalls, usedWords } from './tool-calls.ts'
import { statsOf } from './turn-facts.ts'
import { TurnSteps } from './turn-steps.tsx'
import type { Why } from './use-whys.ts'
import styles from './why-box.module.css'

interface WhyBoxProps {
  why: Why
  /** Absent when the message that was answered is not on the page. */
  onRetry?: (() => void) | undefined
}

/** What stands behind 为什么这样回: four numbers, the steps with their calls of tools, the request as it was sent. */
export function WhyBox({ why, onRetry }: WhyBoxProps) {
  if (why.state === 'broken') return <ErrorBlock problem={why.problem} />
  if (why.state === 'gone') return <p className={styles.gone}>{t('这次回复的经过已经不在了。')}</p>
  return (
    <div className={styles.box}>
      {why.state === 'loading' ? (
        <Skeleton widths={[0.9, 0.5, 0.6, 0.55]} />
      ) : (
        <WhyDetail detail={why.detail} onRetry={onRetry} />
      )}
    </div>
  )
}

function WhyDetail({ detail, onRetry }: { detail: TurnDetail; onRetry: (() => void) | undefined }) {
  const [showsRequest, setShowsRequest] = useState(false)
  const { problem, reason, chatId, receivedAt, endedAt } = detail.turn
  const href = reasonHref(reason, chatId)
  const used = chainCalls(detail).length
  return (
    <>
      <Stats facts={statsOf(detail)} />
      <TurnSteps detail={detail} />
      {problem && (
        <p className={styles.problem}>
          {problem.hint ? `${problem.message} · ${problem.hint}` : problem.message}
        </p>
      )}
      {detail.reasoning && <Reasoning text={detail.reasoning} />}
      <div className={styles.actions}>
        {onRetry && (
          <Button size="small" icon={<RedoOutlined />} onClick={onRetry}>
            {t('重答')}
          </Button>
        )}
        <Button size="small" type="text" onClick={() => setShowsRequest(true)}>
          {t('看发出去的全文')}
        </Button>
        {href && (
          <Button size="small" type="text" href={href}>
            {t('改规则')}
          </Button>
        )}
        {problem?.code === 'turn.rounds' && (
          <Button size="small" type="text" href={settingHref('toolRounds', chatId)}>
            {t('改工具轮数')}
          </Button>
        )}
        {endedAt !== null && (
          <span className={styles.took}>
            {used > 0 && `${usedWords(used)} · `}
            {t('用时 {{time}}', { time: formatDuration(endedAt - receivedAt) })}
          </span>
        )}
      </div>
      <RequestDrawer detail={detail} open={showsRequest} onClose={() => setShowsRequest(false)} />
    </>
  )
}

/** What the model thought before it answered; long, so folded. */
function Reasoning({ text }: { text: string }) {
  return (
    <details className={styles.reasoning}>
      <summary>{t('模型的思考，{{n}} 个字，没有发到聊天里', { n: formatCount([...text].length) })}</summary>
      <p>{text}</p>
    </details>
  )
}
