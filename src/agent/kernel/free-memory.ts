import { MessageChannel } from 'node:worker_threads'

/** Nobody reads from the other end. */
const nowhere = new MessageChannel()
nowhere.port2.close()

/**
 * Gives memory back now: V8 would let tens of megabytes of such wait until it looked. The buffer is empty afterwards,
 * and so is everything that looks into it.
 */
export function freeMemory(buffer: ArrayBuffer): void {
  nowhere.port1.postMessage(null, [buffer])
}
