import '@fontsource-variable/inter/index.css'
import '@fontsource-variable/jetbrains-mono/index.css'
import '../theme/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { startI18n } from '../i18n/i18n.ts'
import { startPanel } from '../live/panel.ts'
import { openTransport } from '../live/transport.ts'
import { startTheme } from '../theme/theme-choice.ts'
import { App } from './app.tsx'

/** Draws the panel into #root. */
export function startApp(): void {
  startTheme()
  startI18n()
  startPanel(openTransport())
  const root = document.getElementById('root')
  if (!root) throw new Error('index.html has no #root')
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}
