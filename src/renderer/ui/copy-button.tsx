import { CheckOutlined, CopyOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { t } from '../i18n/i18n.ts'
import { copyText } from './clipboard.ts'

interface CopyButtonProps {
  text: string | (() => string)
  /** With words it is a text button, without only an icon. */
  label?: string
}

const shownMs = 1500

export function CopyButton({ text, label }: CopyButtonProps) {
  const [done, setDone] = useState(false)
  useEffect(() => {
    if (!done) return
    const timer = setTimeout(() => setDone(false), shownMs)
    return () => clearTimeout(timer)
  }, [done])

  const copy = async () => setDone(await copyText(typeof text === 'string' ? text : text()))
  return (
    <Button
      size="small"
      type="text"
      icon={done ? <CheckOutlined /> : <CopyOutlined />}
      aria-label={label ?? t('复制')}
      onClick={() => void copy()}
    >
      {label && (done ? t('已复制') : label)}
    </Button>
  )
}
