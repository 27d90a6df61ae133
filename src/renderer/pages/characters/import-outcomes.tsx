import { CloseOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { hrefTo } from '../../app/router.ts'
import { t } from '../../i18n/i18n.ts'
import { ErrorBlock } from '../../ui/error-block.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import type { ImportOutcome } from './character-import.ts'
import styles from './import-outcomes.module.css'

interface ImportOutcomesProps {
  outcomes: readonly ImportOutcome[]
  /** Another file is to be chosen. */
  onAgain: () => void
  onClose: (outcome: ImportOutcome) => void
}

/** Files that became no character, and what of the others was not understood. */
export function ImportOutcomes({ outcomes, onAgain, onClose }: ImportOutcomesProps) {
  const first = outcomes.find((outcome) => 'problem' in outcome)
  return outcomes.map((outcome, index) => (
    <Outcome
      // biome-ignore lint/suspicious/noArrayIndexKey: the same file may fail twice
      key={index}
      outcome={outcome}
      primary={outcome === first}
      onAgain={onAgain}
      onClose={() => onClose(outcome)}
    />
  ))
}

interface OutcomeProps {
  outcome: ImportOutcome
  /** Whether its way out is the page's primary one. */
  primary: boolean
  onAgain: () => void
  onClose: () => void
}

function Outcome({ outcome, primary, onAgain, onClose }: OutcomeProps) {
  if ('problem' in outcome)
    return (
      <ErrorBlock problem={outcome.problem}>
        <Button size="small" type={primary ? 'primary' : 'default'} onClick={onAgain}>
          {t('换一个文件')}
        </Button>
        <Button size="small" onClick={onClose}>
          {t('知道了')}
        </Button>
      </ErrorBlock>
    )
  const { file, id, notes } = outcome
  return (
    <section className={styles.notes} aria-label={t('导入「{{file}}」', { file })}>
      <div>
        <b>{t('「{{file}}」导入了，有几处要看一眼', { file })}</b>
        <ul>
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      </div>
      <Button size="small" href={hrefTo(`/characters/${id}`)}>
        {t('打开它')}
      </Button>
      <IconButton label={t('知道了')} onClick={onClose}>
        <CloseOutlined />
      </IconButton>
    </section>
  )
}
