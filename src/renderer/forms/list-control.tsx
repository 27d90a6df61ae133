import { Input, Select } from 'antd'
import { t } from '../i18n/i18n.ts'
import { cx } from '../ui/class-names.ts'
import { Complaint } from './complaint.tsx'
import type { ControlOf } from './field.ts'
import styles from './field-control.module.css'
import type { ControlProps } from './field-control.tsx'
import { useDraft } from './use-draft.ts'

interface ListControlProps extends ControlProps {
  control: ControlOf<'list'>
}

/** Words and numbers as tags; what may hold any character, one a line. */
export function ListControl({ id, field, value, onSave, refusal, control }: ListControlProps) {
  const lines = control.shape === 'lines'
  const saved = Array.isArray(value) ? value.map(String) : []
  const draft = useDraft({ field, saved, onSave, refusal, tidy: lines ? withoutEmpty : tidyWords })
  const status = draft.problem === null ? '' : 'error'
  return (
    <>
      {lines ? (
        <Input.TextArea
          id={id}
          className={cx(styles.lines)}
          autoSize={{ minRows: 2, maxRows: 10 }}
          spellCheck={false}
          value={draft.value.join('\n')}
          placeholder={t('一行写一个')}
          status={status}
          aria-describedby={`${id}-help`}
          onChange={(event) => draft.change(event.target.value.split('\n'))}
          onBlur={() => draft.save()}
        />
      ) : (
        <Select
          id={id}
          className={cx(styles.tags)}
          mode="tags"
          open={false}
          suffixIcon={null}
          value={draft.value}
          // Words may have spaces in them, numbers have not.
          tokenSeparators={control.pattern === null ? [',', '，', '、'] : [',', '，', '、', ' ']}
          placeholder={t('输入后按回车')}
          status={status}
          aria-describedby={`${id}-help`}
          onChange={draft.change}
          onBlur={() => draft.save()}
        />
      )}
      <Complaint text={draft.problem} />
    </>
  )
}

function withoutEmpty(items: string[]): string[] {
  return items.filter((item) => item !== '')
}

function tidyWords(items: string[]): string[] {
  return [...new Set(items.map((item) => item.trim()).filter((item) => item !== ''))]
}
