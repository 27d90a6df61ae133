/** Where the host hands out a picture of the store: beside the panel, on its own origin. */
export function mediaSrc(hash: string): string {
  return `media/${hash}`
}
