import type { Character } from '../../shared/character.ts'
import type { ChatSettings, SettingsLayer } from '../../shared/settings.ts'
import { type Layers, resolveSettings } from '../config/inherit.ts'
import type { ChatRecord } from '../storage/chats.ts'

interface Resolved {
  readonly global: ChatSettings
  readonly own: SettingsLayer
  readonly character: Character | null
  readonly settings: ChatSettings
}

export interface SettingsBelow {
  global(): ChatSettings
  character(id: number): Character | null
}

const none: SettingsLayer = {}

/** The settings in force per chat, worked out once for as long as none of their layers changes: every message asks. */
export class ResolvedSettings {
  readonly #below: SettingsBelow
  readonly #known = new Map<number, Resolved>()

  constructor(below: SettingsBelow) {
    this.#below = below
  }

  of(chat: ChatRecord): ChatSettings {
    const global = this.#below.global()
    const character = this.character(chat)
    const known = this.#known.get(chat.id)
    if (known && known.global === global && known.own === chat.settings && known.character === character)
      return known.settings
    const settings = resolveSettings(this.layers(chat))
    this.#known.set(chat.id, { global, own: chat.settings, character, settings })
    return settings
  }

  layers(chat: ChatRecord): Layers {
    const character = this.character(chat)
    return { global: this.#below.global(), character: character?.settings ?? none, own: chat.settings }
  }

  /** The character the chat plays, its own or the one for all; null when there is none or it was removed. */
  character(chat: ChatRecord): Character | null {
    const own = chat.settings.character
    const id = typeof own === 'number' ? own : this.#below.global().character
    return id === 0 ? null : this.#below.character(id)
  }
}
