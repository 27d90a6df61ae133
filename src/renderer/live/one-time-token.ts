/** The token of an address like `http://127.0.0.1:5140/#token=…`, or null. */
export function tokenOf(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, '')).get('token')
}

/**
 * Exchanges the token for a cookie and takes it out of the address at once, so that it stays in
 * neither the history nor a screenshot. A refusal shows when the socket is turned away.
 */
export async function takeToken(page: Location): Promise<void> {
  const token = tokenOf(page.hash)
  if (token === null) return
  history.replaceState(null, '', page.pathname + page.search)
  try {
    await fetch(new URL('/session', page.href), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    })
  } catch {
    // Unreachable: dialling meets the same and keeps trying.
  }
}
