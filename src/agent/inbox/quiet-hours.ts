/**
 * The span (`23:00-07:30`, may go over midnight, the end not included) that a time of day lies in; null for none.
 * Two equal ends mean the whole day.
 * @param now milliseconds since the epoch, read in this machine's time zone.
 */
export function quietSpan(spans: readonly string[], now: number): string | null {
  if (spans.length === 0) return null
  const date = new Date(now)
  const minute = date.getHours() * 60 + date.getMinutes()
  return spans.find((span) => isWithin(span, minute)) ?? null
}

function isWithin(span: string, minute: number): boolean {
  const [from = 0, to = 0] = span.split('-').map(minuteOfDay)
  if (from === to) return true
  return from < to ? minute >= from && minute < to : minute >= from || minute < to
}

function minuteOfDay(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}
