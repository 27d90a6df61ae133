import { App } from 'antd'
import { useEffect } from 'react'
import { t } from '../i18n/i18n.ts'
import { problemOf } from '../live/panel-error.ts'
import styles from './toast.module.css'

type Show = (toast: Toast) => void

export interface Toast {
  text: string
  tone?: 'success' | 'error'
  /** Shown as 撤销 behind the text. */
  undo?: () => Promise<void>
}

const seconds = 6
const nowhere: Show = () => {}
let show = nowhere

/** Says what just changed, for six seconds, with the way back. */
export function showToast(toast: Toast): void {
  show(toast)
}

/** Says what went wrong with something that has no place of its own on the page. */
export function showProblem(error: unknown): void {
  const problem = problemOf(error)
  show({ text: problem.hint ? `${problem.message}。${problem.hint}` : problem.message, tone: 'error' })
}

/** Says where toasts appear from now on; returns what takes it back. */
export function lendToasts(to: Show): () => void {
  show = to
  return () => {
    show = nowhere
  }
}

/** Stands inside antd's `App` and lends its messages to {@link showToast}. */
export function ToastHost() {
  const { message } = App.useApp()
  useEffect(() => {
    let nextKey = 0
    return lendToasts(({ text, tone = 'success', undo }) => {
      const key = `toast-${nextKey++}`
      const takeBack = () => {
        message.destroy(key)
        void undo?.().catch(showProblem)
      }
      const content = (
        <span className={styles.toast}>
          {text}
          {undo && (
            <button type="button" className={styles.undo} onClick={takeBack}>
              {t('撤销')}
            </button>
          )}
        </span>
      )
      void message.open({ key, type: tone, content, duration: seconds })
    })
  }, [message])
  return null
}
