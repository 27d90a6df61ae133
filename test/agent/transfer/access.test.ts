import { expect, it } from 'vitest'
import { openRoom, type Room, told } from './room.ts'

const header = '{"apricot":"export","version":1,"kind":"all","at":1,"app":"0.0.0","id":"foreign"}'

function exported(config: object) {
  return { name: 'shared.jsonl', text: `${header}\n${JSON.stringify({ type: 'config', config })}` }
}

async function itemsOf(room: Room, config: object) {
  const { items } = await room.preview(exported(config))
  return items.map(({ title, risky, carries }) => ({ title, risky, carries }))
}

const foreign = {
  botName: '阿杏',
  access: { owners: ['66601', '66602'], trusted: ['66603'], groupAdmins: 'member' },
  commands: { 重载: { role: 'everyone', aliases: ['重来'] }, 静音: { role: 'owner' } },
}

it('who may do what is a thing of its own, told with every number, and not ticked by itself', async () => {
  await using room = await openRoom()
  expect(await itemsOf(room, foreign)).toEqual([
    {
      title: '设置',
      risky: undefined,
      carries: ['机器人名字：「小杏」 → 「阿杏」', '指令 #重载 的设置'],
    },
    {
      title: '谁能用、指令的权限',
      risky: true,
      carries: [
        '会当上主人，什么指令都能用：66601、66602',
        '会算信任的人，能改聊天的模型和提示词：66603',
        '群主和管理员：算信任的人 → 算普通成员',
        '指令 #重载：会变成谁都能用',
        '指令 #静音：会变成只有主人能用',
      ],
    },
  ])
})

it('nobody becomes an owner, and no command changes hands, when it is left out', async () => {
  await using room = await openRoom()
  const { done } = await room.apply([exported(foreign)], { skip: [1] })
  expect(done).toHaveLength(1)
  expect(room.config.botName).toBe('阿杏')
  expect(room.config.access).toMatchObject({ owners: [], trusted: [], groupAdmins: 'trusted' })
  expect(room.config.commands).toEqual({ 重载: { aliases: ['重来'] } })
})

it('is taken over as it was told when it is chosen, alone or with the rest', async () => {
  await using room = await openRoom()
  await room.apply([exported(foreign)])
  expect(room.config.access).toMatchObject(foreign.access)
  expect(room.config.commands).toEqual(foreign.commands)
  await using alone = await openRoom()
  await alone.apply([exported(foreign)], { skip: [0] })
  expect(alone.config.botName).toBe('小杏')
  expect(alone.config.access.owners).toEqual(foreign.access.owners)
  expect(alone.config.commands).toEqual({ 重载: { role: 'everyone' }, 静音: { role: 'owner' } })
})

it('tells who would lose it, and a role that is set here stays when only the rest of a command comes', async () => {
  await using room = await openRoom()
  await room.editor.editConfig(room.editor.revision, [
    { path: ['access', 'owners'], set: ['20001', '66601'] },
    { path: ['commands', '重载'], set: { role: 'owner' } },
  ])
  const [, item] = (await room.preview(exported(foreign))).items
  expect(told(item)).toContain('会当上主人，什么指令都能用：66602')
  expect(told(item)).toContain('不再是主人：20001')
  await room.apply([exported(foreign)], { skip: [1] })
  expect(room.config.commands).toEqual({ 重载: { role: 'owner', aliases: ['重来'] } })
})

it('says so when it is as it is here, and is not there when the file does not speak of it', async () => {
  await using room = await openRoom()
  const [, same] = (await room.preview(exported({ botName: '阿杏', access: { owners: [] } }))).items
  expect(same).toMatchObject({ carries: [], leaves: ['和现在的一样'] })
  expect(await itemsOf(room, { botName: '阿杏', commands: { 重载: { enabled: false } } })).toHaveLength(1)
})
