import { useEffect, useState } from 'react'
import { replaceRoute, useRoute } from '../../app/router.ts'

interface Search {
  search: string
  setSearch(words: string): void
}

/** What is searched for; `?search=…` in the address fills it, and is taken out once something else is typed. */
export function useSearch(): Search {
  const asked = useRoute().query.search
  const [search, setSearch] = useState(asked ?? '')
  useEffect(() => {
    if (asked !== undefined) setSearch(asked)
  }, [asked])
  return {
    search,
    setSearch(words) {
      setSearch(words)
      // Else the same link would lead nowhere the second time.
      if (asked !== undefined) replaceRoute('/settings')
    },
  }
}
