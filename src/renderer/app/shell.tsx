import { Suspense, useState } from 'react'
import { t } from '../i18n/i18n.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import { ConnectionBar } from './connection-bar.tsx'
import { PageBoundary } from './page-boundary.tsx'
import { type Page, pages } from './pages.tsx'
import { Palette } from './palette.tsx'
import { Rail } from './rail.tsx'
import { RefusedPage, useRefused } from './refused-page.tsx'
import { useRoute } from './router.ts'
import styles from './shell.module.css'
import { useShortcuts } from './shortcuts.ts'
import { Strip } from './strip.tsx'

/** The window: the rail, the strip that is also the title bar, and the page. */
export function Shell() {
  const { page: path } = useRoute()
  const [searching, setSearching] = useState(false)
  useShortcuts({ openPalette: () => setSearching(true) })

  if (useRefused()) return <RefusedPage />
  const page = pages.find((entry) => entry.path === path) ?? pages[0]
  if (!page) return null
  const Content = page.component
  return (
    <div className={styles.window}>
      <Rail current={page.path} />
      <div className={styles.stage}>
        <Strip onSearch={() => setSearching(true)} />
        <ConnectionBar />
        <main
          className={styles.page}
          data-layout={page.layout}
          data-pane=""
          tabIndex={-1}
          aria-label={t(page.title)}
        >
          <PageBoundary key={page.path}>
            <Suspense fallback={<Loading layout={page.layout} />}>
              <Content />
            </Suspense>
          </PageBoundary>
        </main>
      </div>
      {searching && <Palette onClose={() => setSearching(false)} />}
    </div>
  )
}

function Loading({ layout }: Pick<Page, 'layout'>) {
  return (
    <div className={styles.loading} data-layout={layout}>
      <Skeleton widths={[0.3, 0.8, 0.7, 0.75]} />
    </div>
  )
}
