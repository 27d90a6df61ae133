import { Button, Input } from 'antd'
import { useState } from 'react'
import type { CallInput } from '../../../shared/ipc.ts'
import type { Problem } from '../../../shared/problem.ts'
import { Labelled } from '../../forms/labelled.tsx'
import { t } from '../../i18n/i18n.ts'
import { call } from '../../live/panel.ts'
import { problemOf } from '../../live/panel-error.ts'
import { ErrorBlock } from '../../ui/error-block.tsx'
import { SideDrawer } from '../../ui/side-drawer.tsx'
import { showToast } from '../../ui/toast.tsx'
import { complaintAboutFile, completeFile } from './file-words.ts'
import styles from './form.module.css'

type Template = CallInput<'tools.create'>['template']

interface NewFileDrawerProps {
  taken: ReadonlySet<string>
  onMade: () => void
  onClose: () => void
}

/** Writes a file with an example to begin with. */
export function NewFileDrawer({ taken, onMade, onClose }: NewFileDrawerProps) {
  const [name, setName] = useState('')
  const [template, setTemplate] = useState<Template>('functions')
  const [left, setLeft] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const file = completeFile(name)
  const complaint = complaintAboutFile(file, taken)
  const make = async () => {
    setLeft(true)
    if (complaint !== null) return
    try {
      await call('tools.create', { file, template })
      showToast({ text: t('「{{file}}」写好了，打开文件夹就能改', { file }) })
      onMade()
    } catch (error) {
      setProblem(problemOf(error))
    }
  }
  const templates: { value: Template; title: string; text: string }[] = [
    {
      value: 'functions',
      title: t('几个函数'),
      text: t('写普通的函数，上面的注释就是给模型看的说明。最省事。'),
    },
    {
      value: 'definition',
      title: t('完整的定义'),
      text: t('名字、参数、风险、设置都自己写。想要设置表单就选它。'),
    },
  ]
  return (
    <SideDrawer
      open
      size={480}
      title={t('新建工具文件')}
      onClose={onClose}
      footer={
        <div className={styles.footer}>
          <span />
          <Button onClick={onClose}>{t('取消')}</Button>
          <Button type="primary" onClick={() => void make()}>
            {t('新建')}
          </Button>
        </div>
      }
    >
      <div className={styles.form}>
        <Labelled label={t('文件名')} help={t('不写结尾就是 .mjs。')} problem={left ? complaint : null}>
          {(id) => (
            <Input
              id={id}
              autoFocus
              spellCheck={false}
              placeholder="my-tool.mjs"
              value={name}
              status={left && complaint !== null ? 'error' : ''}
              onChange={(event) => setName(event.target.value)}
              onPressEnter={(event) => {
                // The focus goes back to the button, which the same key must not press again.
                event.preventDefault()
                void make()
              }}
            />
          )}
        </Labelled>
        <fieldset className={styles.choices}>
          <legend>{t('从哪个样子写起')}</legend>
          {templates.map(({ value, title, text }) => (
            <button
              key={value}
              type="button"
              aria-pressed={value === template}
              onClick={() => setTemplate(value)}
            >
              <b>{title}</b>
              <span>{text}</span>
            </button>
          ))}
        </fieldset>
        {problem && <ErrorBlock problem={problem} />}
      </div>
    </SideDrawer>
  )
}
