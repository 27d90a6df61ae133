import { useSyncExternalStore } from 'react'
import { createStore } from 'zustand/vanilla'
import { cssVariables, type Mode, palettes } from './palette.ts'

export type ThemeChoice = 'system' | Mode

const storageKey = 'apricot.theme'
const systemDark = window.matchMedia('(prefers-color-scheme: dark)')

function stored(): ThemeChoice {
  const value = localStorage.getItem(storageKey)
  return value === 'light' || value === 'dark' ? value : 'system'
}

function modeOf(choice: ThemeChoice): Mode {
  if (choice !== 'system') return choice
  return systemDark.matches ? 'dark' : 'light'
}

const store = createStore<{ choice: ThemeChoice; mode: Mode }>(() => {
  const choice = stored()
  return { choice, mode: modeOf(choice) }
})

function paint(mode: Mode): void {
  const root = document.documentElement
  root.dataset.theme = mode
  for (const [name, value] of cssVariables(mode)) root.style.setProperty(name, value)
  // The desktop draws its window buttons on this colour, a browser its own frame.
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', palettes[mode].page)
}

/** Puts the colours on the document and keeps them in step with the choice and the system. */
export function startTheme(): void {
  paint(store.getState().mode)
  store.subscribe(({ mode }) => paint(mode))
  systemDark.addEventListener('change', () => store.setState(({ choice }) => ({ mode: modeOf(choice) })))
}

/** Remembered on this machine, not in the bot's configuration. */
export function chooseTheme(choice: ThemeChoice): void {
  localStorage.setItem(storageKey, choice)
  store.setState({ choice, mode: modeOf(choice) })
}

export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(store.subscribe, () => store.getState().choice)
}

export function useThemeMode(): Mode {
  return useSyncExternalStore(store.subscribe, () => store.getState().mode)
}
