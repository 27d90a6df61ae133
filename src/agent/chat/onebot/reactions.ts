/** The message a reaction stands under. */
export interface ReactionPlace {
  readonly group_id: number | string
  readonly message_id: number | string
}

/** How ends are told of a reaction: NapCat and LLOneBot know the first, Lagrange the second. */
export const reactions = {
  set_msg_emoji_like: ({ message_id }: ReactionPlace, face: string, shown: boolean) => ({
    message_id,
    emoji_id: face,
    set: shown,
  }),
  set_group_reaction: (place: ReactionPlace, face: string, shown: boolean) => ({
    ...place,
    code: face,
    is_add: shown,
  }),
}

export type Reaction = keyof typeof reactions

/** In the order in which they are tried. */
export const reactionActions = Object.keys(reactions) as Reaction[]
