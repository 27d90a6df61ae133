export interface Running<C> {
  readonly config: C
  stop(): Promise<void>
}

/**
 * Keeps running things equal to their configuration: unchanged stay, changed restart, removed stop, new start.
 * @param same decides whether a running thing can stay with the new configuration.
 */
export async function reconcile<C>(
  running: Map<string, Running<C>>,
  wanted: ReadonlyMap<string, C>,
  parts: { same(a: C, b: C): boolean; start(key: string, config: C): Promise<Running<C>> },
): Promise<void> {
  for (const [key, item] of [...running]) {
    const next = wanted.get(key)
    if (next !== undefined && parts.same(item.config, next)) continue
    running.delete(key)
    await item.stop()
  }
  for (const [key, config] of wanted) {
    if (!running.has(key)) running.set(key, await parts.start(key, config))
  }
}
