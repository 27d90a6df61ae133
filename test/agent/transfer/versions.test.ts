import { expect, it } from 'vitest'
import { openRoom, type Room } from './room.ts'

const header = '{"apricot":"export","version":1,"kind":"all","at":1,"app":"0.0.0","id":"versions"}'

function exported(...records: object[]) {
  return { name: 'a.jsonl', text: [header, ...records.map((one) => JSON.stringify(one))].join('\n') }
}

/** Versions of one prompt, every one with a name. */
function versions(count: number, owner: object = {}) {
  return Array.from({ length: count }, (_, n) => ({
    ...{ type: 'promptVersion', ...owner },
    ...{ text: `第 ${n + 1} 版`, name: `${n + 1} 号`, at: n },
  }))
}

function character(id: number) {
  return { type: 'character', id, name: `角色${id}`, prompt: '现在的' }
}

const kept = (room: Room, scope: string) => room.storage.promptVersions.ofScope(scope)

it('takes the newest hundred versions of a prompt with their names, and says what stayed behind', async () => {
  await using room = await openRoom()
  const file = exported({ type: 'config', config: { botName: '阿杏' } }, ...versions(130))
  const leaves = '30 个提示词版本没有带来：一个提示词最多带 100 个，一次最多带 2000 个'
  expect((await room.preview(file)).items.at(-1)?.leaves).toEqual([leaves])
  expect((await room.apply([file])).problems).toEqual([expect.stringContaining(leaves)])
  const found = kept(room, 'core')
  expect(found).toHaveLength(100)
  expect(found[0]).toMatchObject({ text: '第 130 版', name: '130 号', at: 129 })
  expect(found.at(-1)).toMatchObject({ text: '第 31 版', name: '31 号' })
})

it('takes no more than two thousand versions of all prompts together', async () => {
  await using room = await openRoom()
  const people = Array.from({ length: 25 }, (_, id) => id + 1)
  const file = exported(...people.map(character), ...people.flatMap((id) => versions(90, { character: id })))
  const { problems } = await room.apply([file])
  expect(problems).toEqual([expect.stringContaining('250 个提示词版本没有带来')])
  const made = room.storage.characters.all()
  const count = made.reduce((sum, { id }) => sum + kept(room, `character:${id}`).length, 0)
  // Of each the prompt as it is now comes on top.
  expect(count).toBe(2000 + 25)
})
