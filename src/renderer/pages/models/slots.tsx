import { Popover } from 'antd'
import { useId, useState } from 'react'
import type { Config } from '../../../shared/config.ts'
import { withFirst } from '../../forms/model-list.ts'
import { ModelListControl } from '../../forms/model-list-control.tsx'
import { ModelSelect } from '../../forms/model-select.tsx'
import { t } from '../../i18n/i18n.ts'
import { editConfig } from '../../live/edit.ts'
import { shortModel } from '../../ui/format.ts'
import { type SlotKind, slotKinds, slotList, slotOps } from './slot-list.ts'
import styles from './slots.module.css'

/** As the schema has it. */
const mostFallbacks = 8

interface Words {
  title: string
  help: string
}

function slotWords(slot: SlotKind): Words {
  const words: Record<SlotKind, Words> = {
    chat: { title: t('聊天'), help: t('没有单独选过模型的聊天都用它') },
    vision: { title: t('看图'), help: t('不会看图的模型，图片先由它转成文字') },
    summary: { title: t('总结'), help: t('聊天太长时由它压缩') },
    cheap: { title: t('便宜活'), help: t('花到预算的 80 % 时可以换成它') },
  }
  return words[slot]
}

/** Which model does what, each with those that step in for it. */
export function Slots({ config }: { config: Config }) {
  return (
    <div className={styles.slots}>
      {slotKinds.map((slot) => (
        <Slot key={slot} slot={slot} list={slotList(config, slot)} />
      ))}
    </div>
  )
}

interface SlotProps {
  slot: SlotKind
  list: readonly string[]
}

function Slot({ slot, list }: SlotProps) {
  const id = useId()
  const [open, setOpen] = useState(false)
  const { title, help } = slotWords(slot)
  const [first = '', ...others] = list
  // The list is changed as it is when it is saved, not as it was drawn.
  const change = (made: (list: readonly string[]) => string[]) =>
    void editConfig((config) => {
      const next = made(slotList(config, slot))
      return { ops: slotOps(config, slot, next), said: saidOf(title, next) }
    })
  const fallbacks = others.map(shortModel).join(' → ')
  return (
    <div className={styles.slot}>
      <label htmlFor={id}>{title}</label>
      <ModelSelect
        id={id}
        narrow
        vision={slot === 'vision'}
        variant="filled"
        value={first}
        {...(slot !== 'chat' && { none: t('不指定') })}
        onChange={(name) => change((now) => (name === '' ? [] : withFirst(now, name)))}
      />
      <Popover
        open={open}
        onOpenChange={setOpen}
        trigger="click"
        placement="bottomLeft"
        destroyOnHidden
        title={t('{{title}}：前一个用不了就换下一个', { title })}
        content={
          <div className={styles.editor}>
            <ModelListControl
              id={`${id}-list`}
              label={t('给「{{title}}」加一个模型', { title })}
              value={list}
              max={slot === 'chat' ? mostFallbacks + 1 : mostFallbacks}
              keepOne={slot === 'chat'}
              vision={slot === 'vision'}
              onChange={change}
            />
            <p>{help}</p>
          </div>
        }
      >
        <button
          type="button"
          className={styles.others}
          aria-expanded={open}
          title={fallbacks === '' ? help : fallbacks}
        >
          <i>{t('{{title}}：', { title })}</i>
          {fallbacks === '' ? (
            <>
              <span>{help}</span>
              <b>{first === '' ? '' : t('加备用')}</b>
            </>
          ) : (
            <span>{t('备用 {{list}}', { list: fallbacks })}</span>
          )}
        </button>
      </Popover>
    </div>
  )
}

function saidOf(title: string, list: readonly string[]): string {
  if (list.length === 0) return t('「{{title}}」不指定模型了', { title })
  return t('「{{title}}」已改为 {{list}}', { title, list: list.map(shortModel).join(' → ') })
}
