import { useRoute } from '../../app/router.ts'
import { CharacterEditor } from './character-editor.tsx'
import { CharacterList } from './character-list.tsx'

/** 角色: whom the bot can play; with an id in the address, one of them. */
export function CharactersPage() {
  const { rest } = useRoute()
  const id = Number(rest[0])
  if (Number.isSafeInteger(id) && id > 0) return <CharacterEditor key={id} id={id} />
  return <CharacterList />
}
