import { ReloadOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { t } from '../../i18n/i18n.ts'
import { call } from '../../live/panel.ts'
import { showProblem, showToast } from '../../ui/toast.tsx'
import { reloadedWords } from './file-words.ts'

/** Loads all tool files again. */
export function ReloadButton() {
  const [busy, setBusy] = useState(false)
  const reload = async () => {
    setBusy(true)
    try {
      const results = await call('tools.reload', {})
      const failed = results.some(({ problem }) => problem !== null)
      showToast({ text: reloadedWords(results), ...(failed && { tone: 'error' as const }) })
    } catch (error) {
      showProblem(error)
    }
    setBusy(false)
  }
  return (
    <Button icon={<ReloadOutlined />} loading={busy} onClick={() => void reload()}>
      {t('重新加载')}
    </Button>
  )
}
