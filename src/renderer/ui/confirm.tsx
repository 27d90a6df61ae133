import { App } from 'antd'
import { useCallback } from 'react'

export interface Question {
  /** The question, with the name of the thing: 「删掉「摄影搭子群」的全部记录？」. */
  title: string
  /** Counts the loss. */
  text: string
  /** The verb: 「删掉记录」. */
  doIt: string
  /** The other verb: 「留着」. */
  keepIt: string
}

/** Asks before what cannot be undone; everything else saves at once and offers 撤销. */
export function useConfirm(): (question: Question) => Promise<boolean> {
  const { modal } = App.useApp()
  return useCallback(
    (question) =>
      new Promise((resolve) => {
        modal.confirm({
          title: question.title,
          content: question.text,
          okText: question.doIt,
          cancelText: question.keepIt,
          okButtonProps: { danger: true, type: 'primary' },
          icon: null,
          width: 400,
          onOk: () => resolve(true),
          onCancel: () => resolve(false),
        })
      }),
    [modal],
  )
}
