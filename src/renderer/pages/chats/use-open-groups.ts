import { useEffect, useState } from 'react'
import { groupOf } from '../../forms/setting-groups.ts'
import type { Spot } from './use-spot.ts'

interface OpenGroups {
  open: ReadonlySet<string>
  toggle(id: string): void
}

/** Which groups are open; the one that somebody is led to opens by itself. */
export function useOpenGroups(first: readonly string[], spot: Spot | null): OpenGroups {
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(first))
  useEffect(() => {
    const group = spot && groupOf(spot.path)
    if (group) setOpen((before) => new Set(before).add(group.id))
  }, [spot])
  const toggle = (id: string) =>
    setOpen((before) => {
      const after = new Set(before)
      if (!after.delete(id)) after.add(id)
      return after
    })
  return { open, toggle }
}
