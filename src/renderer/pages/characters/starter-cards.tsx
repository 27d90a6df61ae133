import type { StarterCharacter } from '../../../shared/character.ts'
import { t } from '../../i18n/i18n.ts'
import { call } from '../../live/panel.ts'
import { useAsked } from '../../live/use-asked.ts'
import { ErrorBlock } from '../../ui/error-block.tsx'
import { Face } from '../../ui/face.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './starter-cards.module.css'

interface StarterCardsProps {
  onChoose: (starter: StarterCharacter) => void
}

/** Ready-made characters to start from; a click makes one of them one's own. */
export function StarterCards({ onChoose }: StarterCardsProps) {
  const { answer: list, problem } = useAsked(() => call('characters.starters', {}), '')
  if (problem) return <ErrorBlock problem={problem} />
  if (!list) return <Skeleton widths={[0.6, 0.6, 0.6]} />
  return (
    <ul className={styles.starters} aria-label={t('现成的角色')}>
      {list.map((starter) => (
        <li key={starter.name}>
          <button type="button" className={styles.starter} onClick={() => onChoose(starter)}>
            <Face name={starter.name} picture={starter.avatar} size={36} />
            <span>
              <b>{starter.name}</b>
              {starter.about}
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}
