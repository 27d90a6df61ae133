/** A session is said goodbye to, but not for long. */
const goodbyeMs = 1500
/** Of an answer that comes in one piece; as much as a program may write. */
const longestAnswer = 96 << 20

/**
 * `fetch` for MCP servers. It follows no redirect by itself: the SDK does, within the origin, where the owner's keys
 * belong. An answer in one piece that is too long rejects while it is read.
 */
export async function politeFetch(url: string | URL, init: RequestInit = {}): Promise<Response> {
  const signals = [init.signal, init.method === 'DELETE' ? AbortSignal.timeout(goodbyeMs) : null].filter(
    (signal) => signal instanceof AbortSignal,
  )
  const limits = signals.length > 0 ? { signal: AbortSignal.any(signals) } : {}
  const response = await fetch(url, { ...init, ...limits, redirect: 'manual' })
  const isStream = response.headers.get('content-type')?.includes('text/event-stream')
  if (!response.body || isStream) return response
  return new Response(response.body.pipeThrough(atMost(longestAnswer)), response)
}

function atMost(limit: number): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let left = limit
  return new TransformStream({
    transform(piece, controller) {
      left -= piece.byteLength
      if (left < 0) controller.error(new Error(`An answer of more than ${limit} bytes`))
      else controller.enqueue(piece)
    },
  })
}
