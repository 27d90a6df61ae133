import type { Tool } from '../tool.ts'
import { groupInfo, memberList } from './group-look.ts'
import { kick, mute, muteAll, setCard } from './group-rule.ts'
import { mention, poke, react, recallOwn } from './group-talk.ts'

/** What the bot can do in QQ beside talking. */
export const qqTools: readonly Tool[] = [
  groupInfo,
  memberList,
  mention,
  poke,
  react,
  recallOwn,
  mute,
  muteAll,
  kick,
  setCard,
]
