import type { Character } from '../../../shared/character.ts'
import { sandboxSelfId } from '../../../shared/sandbox.ts'
import type { ChatRow } from '../../../shared/state.ts'

/** In the order in which they were made. */
export function inOrder(characters: Record<string, Character>): Character[] {
  return Object.values(characters).sort((a, b) => a.id - b.id)
}

/** Real chats that play a character, the latest first. 试聊 does not count. */
export function chatsPlaying(chats: Record<string, ChatRow>, id: number): ChatRow[] {
  return Object.values(chats)
    .filter((chat) => chat.character === id && chat.selfId !== sandboxSelfId)
    .sort((a, b) => b.lastAt - a.lastAt)
}

/** How many real chats play which character, by its id. */
export function playersByCharacter(chats: Record<string, ChatRow>): Map<number, number> {
  const players = new Map<number, number>()
  for (const { character, selfId } of Object.values(chats)) {
    if (selfId !== sandboxSelfId) players.set(character, (players.get(character) ?? 0) + 1)
  }
  return players
}

/** The model a character brings along where it is another one than the chats have anyway; otherwise null. */
export function ownModel({ settings }: Pick<Character, 'settings'>, general: string): string | null {
  return typeof settings.model === 'string' && settings.model !== general ? settings.model : null
}

const longestName = 32

/** A name nobody has yet: the wanted one, or that with a number behind it; never too long to be one. */
export function freeName(wanted: string, characters: readonly Pick<Character, 'name'>[]): string {
  const taken = new Set(characters.map(({ name }) => name))
  let name = fitting(wanted, '')
  for (let n = 2; taken.has(name); n++) name = fitting(wanted, ` ${n}`)
  return name
}

/** Shortened by whole characters: half of an emoji is none. */
function fitting(name: string, end: string): string {
  const letters = [...name]
  while (letters.join('').length + end.length > longestName) letters.pop()
  return letters.join('') + end
}
