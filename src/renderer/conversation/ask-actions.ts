import type { CallInput } from '../../shared/ipc.ts'
import type { Approval, UserQuestion } from '../../shared/tools.ts'
import { t } from '../i18n/i18n.ts'
import { call } from '../live/panel.ts'
import { showProblem, showToast } from '../ui/toast.tsx'

type Decision = CallInput<'asks.decide'>['decision']

/** Answers an approval; says so when somebody was faster. Leave for an hour can be taken back at once. */
export async function decideApproval(
  { id, chatId, tool, toolTitle }: Approval,
  decision: Decision,
): Promise<void> {
  try {
    await call('asks.decide', { id, decision })
    if (decision !== 'hour') return
    showToast({
      text: t('这里一小时都可以用「{{tool}}」', { tool: toolTitle }),
      undo: async () => void (await call('asks.revoke', { chatId, tool })),
    })
  } catch (error) {
    showProblem(error)
  }
}

/** Answers a question in the person's place; null says that there is no answer. */
export async function answerQuestion(
  { id }: UserQuestion,
  answer: CallInput<'asks.answer'>['answer'],
): Promise<void> {
  try {
    await call('asks.answer', { id, answer })
  } catch (error) {
    showProblem(error)
  }
}
