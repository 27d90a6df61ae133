import { ThoughtChain, type ThoughtChainItemType } from '@ant-design/x'
import type { TurnDetail } from '../../shared/state.ts'
import { t } from '../i18n/i18n.ts'
import { cx } from '../ui/class-names.ts'
import { formatDuration } from '../ui/format.ts'
import { stageTitle } from '../ui/stage.ts'
import { type Span, spansOf } from './turn-facts.ts'
import styles from './turn-steps.module.css'

interface TurnStepsProps {
  detail: TurnDetail
}

/** The steps of an answer, one line each. */
export function TurnSteps({ detail }: TurnStepsProps) {
  return <ThoughtChain className={cx(styles.chain)} line="solid" items={itemsOf(detail)} />
}

function itemsOf(detail: TurnDetail): ThoughtChainItemType[] {
  const spans = spansOf(detail.turn, Date.now()).slice(1)
  const failed = detail.turn.outcome === 'failed'
  const tools = [...detail.toolCalls]
  return spans.map((span, index) => {
    const broke = failed && index === spans.length - 1
    const tool = span.stage === 'tool' ? tools.shift() : undefined
    return {
      key: String(index),
      title: `${stageTitle(span.stage)} ${formatDuration(span.length)}`,
      description: broke
        ? detail.turn.problem?.message
        : (tool && toolLine(tool)) || noteOf(span, detail.turn.messageCount),
      status: broke || tool?.failed ? 'error' : span.running ? 'loading' : 'success',
    }
  })
}

function toolLine(tool: TurnDetail['toolCalls'][number]): string {
  const result = tool.result.replaceAll(/\s+/g, ' ').slice(0, 60)
  return t('{{name}} → {{result}}', { name: tool.name, result })
}

function noteOf({ note, stage }: Span, messageCount: number): string {
  if (note) return note
  if (stage === 'merging')
    return messageCount > 1 ? t('{{n}} 条合成一个问题', { n: messageCount }) : t('没有等到别的')
  return stage === 'queued' ? t('前面没有别的') : ''
}
