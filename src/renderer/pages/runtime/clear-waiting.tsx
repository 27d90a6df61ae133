import { Button, Popconfirm } from 'antd'
import type { TurnState } from '../../../shared/state.ts'
import { t } from '../../i18n/i18n.ts'
import { call } from '../../live/panel.ts'
import { showProblem, showToast } from '../../ui/toast.tsx'

interface ClearWaitingProps {
  turns: readonly TurnState[]
}

/** Turns that nobody has begun to answer. */
export function waitingTurns(turns: readonly TurnState[]): number {
  return turns.filter(({ endedAt, steps }) => {
    const stage = steps.at(-1)?.stage
    return endedAt === null && (stage === 'queued' || stage === 'merging')
  }).length
}

/** Gives up everything that waits. It cannot be taken back, so it is asked for. */
export function ClearWaiting({ turns }: ClearWaitingProps) {
  const waiting = waitingTurns(turns)
  if (waiting === 0) return null
  const clear = async () => {
    try {
      const { stopped } = await call('turns.clear', {})
      showToast({ text: t('停下了 {{n}} 条', { n: stopped }) })
    } catch (error) {
      showProblem(error)
    }
  }
  return (
    <Popconfirm
      title={t('不回这 {{n}} 条了？', { n: waiting })}
      description={t('正在想的不受影响，消息还在。')}
      okText={t('不回了')}
      cancelText={t('留着')}
      onConfirm={clear}
    >
      <Button>{t('清空排队')}</Button>
    </Popconfirm>
  )
}
