import { QQNumber } from '../../shared/settings.ts'
import { toProblem } from '../kernel/problem.ts'
import { breathe } from './batches.ts'
import { chatIndex, knownSelfIds } from './chat-index.ts'
import { brief } from './fields.ts'
import { type ImportParts, nothing, type Piece, type Plan, type Rank, type World } from './piece.ts'
import type { ReadFiles } from './read-files.ts'

export interface Planned {
  readonly piece: Piece
  readonly plan: Plan
}

export interface ImportChoice {
  /** The bot's number that chats belong to which do not say so; '' leaves it to the only account there is. */
  readonly selfId: string
  /** Places in the list of the preview to leave out. */
  readonly skip: ReadonlySet<number>
}

/** Plans what is in the files, each piece on top of those that rank before it; in the order of the files. */
export async function planImport(
  read: ReadFiles,
  parts: ImportParts,
  { selfId, skip }: ImportChoice,
): Promise<Planned[]> {
  const chosen = read.pieces.filter((_, place) => !skip.has(place))
  const world = worldOf(read, parts, selfId)
  const plans = new Map<Piece, Plan>()
  for (const piece of byRank(chosen, ['settings', 'character', 'chat'])) {
    plans.set(piece, planOne(piece, world))
    await breathe()
  }
  return chosen.flatMap((piece) => {
    const plan = plans.get(piece)
    return plan ? [{ piece, plan }] : []
  })
}

/** Pieces in the order of their ranks; within one, in the order they came in. */
export function byRank<T extends { readonly rank: Rank }>(pieces: readonly T[], ranks: readonly Rank[]): T[] {
  return ranks.flatMap((rank) => pieces.filter((piece) => piece.rank === rank))
}

function worldOf(read: ReadFiles, parts: ImportParts, selfId: string): World {
  const { storage } = parts
  const versions = storage.promptVersions.ofScope('core').map(({ text }) => text)
  return {
    parts,
    config: parts.config(),
    corePrompts: [...read.corePrompts, ...versions],
    account: accountOf(parts, selfId),
    chats: chatIndex(storage.chats.all()),
    characters: new Set(storage.characters.all().map(({ name }) => name)),
  }
}

function accountOf(parts: ImportParts, selfId: string): World['account'] {
  if (selfId !== '') {
    if (QQNumber.safeParse(selfId).success) return { selfId }
    return { missing: `${brief(selfId)}不是 QQ 号，没有带来。选一个账号再导入一次` }
  }
  const [only, ...others] = knownSelfIds(parts)
  if (only !== undefined && others.length === 0) return { selfId: only }
  return { missing: '没有说这些聊天属于哪个 QQ 账号，没有带来。选一个账号再导入一次' }
}

/** One piece that cannot be planned, for whatever reason, must not take the others with it. */
function planOne(piece: Piece, world: World): Plan {
  try {
    return piece.plan(world)
  } catch (error) {
    return { ...nothing(), problem: toProblem(error) }
  }
}
