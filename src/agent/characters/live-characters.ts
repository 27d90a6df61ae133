import type { Topics } from '../../shared/state.ts'
import type { Topic } from '../kernel/topic.ts'
import type { Storage } from '../storage/storage.ts'

/**
 * Fills the live table of characters.
 * @returns what has to be called with the id of a character that was made, changed, removed or brought back.
 */
export function showCharacters(
  table: Topic<Topics['characters']>,
  { characters, database }: Pick<Storage, 'characters' | 'database'>,
): (id: number) => void {
  const show = (id: number) => {
    const character = characters.get(id)
    if (character) table.set(String(id), character)
    else table.remove(String(id))
  }
  const showAll = () => {
    for (const { id } of characters.all()) show(id)
  }
  showAll()
  // What was saved a moment ago was not, after all.
  database.onLost(() => {
    for (const id of Object.keys(table.value)) show(Number(id))
    showAll()
  })
  return show
}
