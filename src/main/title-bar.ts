/** Height in pixels of the strip that is the panel's title bar. */
const titleBarHeight = 44

/** The page's colour in each theme, until the panel says its own by `<meta name="theme-color">`. */
export const pageColours = { light: '#FAF8F6', dark: '#1A1816' } as const

const buttonColours = { onLight: '#514A44', onDark: '#BDB5AE' } as const

/** Colours of the window buttons for a strip of the colour `#rrggbb`. */
export function titleBarOverlay(color: string): { color: string; symbolColor: string; height: number } {
  const symbolColor = isDark(color) ? buttonColours.onDark : buttonColours.onLight
  // One pixel is left for the line below the strip.
  return { color, symbolColor, height: titleBarHeight - 1 }
}

function isDark(color: string): boolean {
  const [red = 0, green = 0, blue = 0] = (color.match(/[0-9a-f]{2}/gi) ?? []).map((pair) =>
    parseInt(pair, 16),
  )
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 128
}
