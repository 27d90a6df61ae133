/** Joins class names; antd's `className` takes a string but not `undefined`. */
export function cx(...names: (string | false | undefined)[]): string {
  return names.filter(Boolean).join(' ')
}
