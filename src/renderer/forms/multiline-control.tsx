import { Button, Input } from 'antd'
import { t } from '../i18n/i18n.ts'
import { formatCount } from '../ui/format.ts'
import styles from './field-control.module.css'
import type { ControlProps } from './field-control.tsx'
import { useDraft } from './use-draft.ts'

/** Long texts are worked on for a while, so they alone have a button that saves. */
export function MultilineControl({ id, field, value, onSave, refusal }: ControlProps) {
  const draft = useDraft({ field, saved: typeof value === 'string' ? value : '', onSave, refusal })
  return (
    <div className={styles.multiline}>
      <Input.TextArea
        id={id}
        autoSize={{ minRows: 3, maxRows: 14 }}
        value={draft.value}
        status={draft.problem === null ? '' : 'error'}
        aria-describedby={`${id}-help`}
        onChange={(event) => draft.change(event.target.value)}
      />
      <div className={styles.actions}>
        {draft.dirty && (
          <>
            <Button
              size="small"
              type="primary"
              disabled={draft.problem !== null}
              onClick={() => draft.save()}
            >
              {t('保存')}
            </Button>
            <Button size="small" type="text" onClick={draft.discard}>
              {t('放弃')}
            </Button>
          </>
        )}
        <span role={draft.problem === null ? undefined : 'alert'}>
          {draft.problem ?? t('{{n}} 字', { n: formatCount(draft.value.length) })}
        </span>
      </div>
    </div>
  )
}
