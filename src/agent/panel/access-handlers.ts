import type { AccessBoard } from '../state/access-board.ts'
import type { Handlers } from './call.ts'

/** Looking for the owner. */
export function accessHandlers(access: AccessBoard): Pick<Handlers, 'access.claim'> {
  return {
    'access.claim': ({ on }) => {
      access.claim(on)
      return null
    },
  }
}
