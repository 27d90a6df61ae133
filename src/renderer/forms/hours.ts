/** Times of day `from`–`to`, as `23:00-07:30` in the settings; they may go over midnight. */
export interface Hours {
  from: string
  to: string
}

export function readHours(text: string): Hours {
  const [from = '', to = ''] = text.split('-')
  return { from, to }
}

export function writeHours({ from, to }: Hours): string {
  return `${from}-${to}`
}

/** The time somebody means by `7:30`, `0730`, `７：３０` or `23`, as `07:30`; null when it is none. */
export function readClock(text: string): string | null {
  const plain = text.normalize('NFKC').trim()
  const found = /^(\d{1,2})(?:[:.点]?(\d{2}))?$/.exec(plain) ?? /^(\d{1,2})[点时]$/.exec(plain)
  const hours = Number(found?.[1])
  const minutes = Number(found?.[2] ?? 0)
  if (!found || hours > 23 || minutes > 59) return null
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`
}

/** What a further span begins with: the night, then noon, then whatever is not there yet. */
export function nextHours(spans: readonly string[]): string {
  const usual = ['23:00-07:30', '12:00-13:30', '18:00-19:00']
  return usual.find((span) => !spans.includes(span)) ?? '09:00-10:00'
}
