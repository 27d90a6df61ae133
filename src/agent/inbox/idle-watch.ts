import type { Clock } from '../kernel/clock.ts'
import type { Lifetime } from '../kernel/lifetime.ts'
import type { Inbox } from './inbox.ts'

const lookEveryMs = 2000

/** Ends turns that show no sign of life, for as long as `life` lasts. */
export function startIdleWatch(life: Lifetime, clock: Clock, inbox: Pick<Inbox, 'endIdle'>): void {
  life.defer(clock.every(lookEveryMs, () => inbox.endIdle()))
}
