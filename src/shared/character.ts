import { z } from 'zod'
import { longestPrompt, type SettingsLayer } from './settings.ts'

/** A small picture as a data URL (128 px is plenty), or '' for the first letter of the name. */
export const Avatar = z
  .string()
  .max(48_000, '头像太大了，换一张小的')
  .regex(/^(data:image\/(png|jpeg|webp);base64,[A-Za-z0-9+/=]+)?$/, '头像要是 PNG、JPEG 或 WebP 图片')

/** What a character is, apart from its id. `settings` is its layer of `ChatSettings`, checked by the agent. */
export const CharacterFields = z.strictObject({
  name: z.string().trim().min(1, '要有名字').max(32),
  avatar: Avatar.default(''),
  prompt: z.string().max(longestPrompt).default(''),
  /** What it says when a chat switches to it; '' for nothing. */
  greeting: z.string().max(2000).default(''),
  settings: z.record(z.string(), z.json()).default({}),
})
export type CharacterFields = z.infer<typeof CharacterFields>

/** A character (角色): a named prompt with its own layer of settings. */
export interface Character extends Omit<CharacterFields, 'settings'> {
  readonly id: number
  readonly settings: SettingsLayer
  readonly createdAt: number
}

/** One that comes with the program, to start from. */
export interface StarterCharacter extends CharacterFields {
  /** One sentence for the card. */
  readonly about: string
}

/** Most characters there can be. */
export const mostCharacters = 200
