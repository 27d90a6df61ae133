import { type ReactNode, useEffect, useRef } from 'react'
import { useRoute } from '../../app/router.ts'
import styles from './setting-spot.module.css'

interface SettingSpotProps {
  /** Dotted path of the setting that is drawn here. */
  path: string
  children: ReactNode
}

/** Where a link to a setting (`?setting=access.blocked`) leads: brought into view, marked, and next for the keyboard. */
export function SettingSpot({ path, children }: SettingSpotProps) {
  const wanted = useRoute().query.setting === path
  const spot = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!wanted) return
    spot.current?.scrollIntoView({ block: 'center' })
    spot.current?.focus({ preventScroll: true })
  }, [wanted])
  return (
    <div
      ref={spot}
      className={styles.spot}
      data-wanted={wanted || undefined}
      tabIndex={wanted ? -1 : undefined}
    >
      {children}
    </div>
  )
}
