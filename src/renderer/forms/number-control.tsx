import { InputNumber, Slider } from 'antd'
import { t } from '../i18n/i18n.ts'
import { cx } from '../ui/class-names.ts'
import { Complaint } from './complaint.tsx'
import type { ControlOf } from './field.ts'
import styles from './field-control.module.css'
import type { ControlProps } from './field-control.tsx'
import { useDraft } from './use-draft.ts'

interface NumberControlProps extends ControlProps {
  control: ControlOf<'number'>
}

/** A number with its unit; a part of a hundred has a slider too. */
export function NumberControl({ id, field, value, onSave, refusal, control }: NumberControlProps) {
  const saved = typeof value === 'number' ? value : null
  const draft = useDraft<number | null>({ field, saved, onSave, refusal })
  const percent = field.unit === '%' && control.max === 100
  const input = (
    <InputNumber
      id={id}
      className={cx(!percent && styles.short)}
      value={draft.value}
      step={stepOf(control)}
      suffix={field.unit === null ? null : t(field.unit)}
      placeholder={control.nullable ? t('不填') : ''}
      status={draft.problem === null ? '' : 'error'}
      aria-describedby={`${id}-help`}
      onChange={draft.change}
      onBlur={() => draft.save()}
      onPressEnter={() => draft.save()}
    />
  )
  return (
    <>
      {percent ? (
        <div className={styles.percent}>
          <Slider
            value={draft.value ?? 0}
            tooltip={{ open: false }}
            ariaLabelForHandle={t(field.title)}
            onChange={draft.change}
            onChangeComplete={(n) => draft.save(n)}
          />
          {input}
        </div>
      ) : (
        input
      )}
      <Complaint text={draft.problem} />
    </>
  )
}

/** Tenths where they make a difference; a step also decides how many decimals are shown. */
function stepOf({ integer, max }: ControlOf<'number'>): number {
  return integer || max === null || max > 100 ? 1 : 0.1
}
