/** An SVG path of a line through values in a box of 100 × 100; the top is a quarter above the largest value. */
export function sparkPath(values: readonly number[]): string {
  if (values.length < 2) return ''
  const top = Math.max(...values) * 1.25 || 1
  return values
    .map((value, index) => {
      const x = (index / (values.length - 1)) * 100
      const y = 100 - (Math.max(0, value) / top) * 100
      return `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`
    })
    .join('')
}
