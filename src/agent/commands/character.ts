import type { Character } from '../../shared/character.ts'
import { fillText } from '../characters/variables.ts'
import { head } from '../kernel/text.ts'
import { type Command, type CommandContext, CommandError } from './command.ts'

const none = '无'
/** Names a list has at most: it is read in a chat. */
const mostNames = 50

export const character: Command = {
  path: ['角色'],
  aliases: [],
  usage: `[名字|${none}]`,
  summary: '看看这里演的是谁，或者换一个',
  role: 'trusted',
  run(args, context) {
    if (args === '') return overview(context)
    if (args === none) {
      context.setOwn('character', 0)
      return '现在不演任何角色'
    }
    const chosen = find(args, context)
    context.setOwn('character', chosen.id)
    return chosen.greeting.trim() === '' ? `现在是「${chosen.name}」` : greetingOf(chosen, context)
  },
}

function greetingOf({ name, greeting }: Character, { chat, message, now }: CommandContext): string {
  const { kind } = chat.address
  return fillText(greeting, {
    botName: name,
    chat: { kind, title: chat.title },
    speakerName: message.senderName,
    now: new Date(now),
  })
}

function find(name: string, { characters }: CommandContext): Character {
  const exact = characters.filter((one) => one.name === name)
  const found =
    exact.length > 0 ? exact : characters.filter((one) => one.name.toLowerCase() === name.toLowerCase())
  const [chosen, ...others] = found
  if (!chosen) throw new CommandError(`没有「${head(name, 40)}」这个角色\n${listOf(characters)}`)
  if (others.length > 0)
    throw new CommandError(
      `有 ${found.length} 个角色都叫「${chosen.name}」，去面板的「角色」页给它们起不同的名字`,
    )
  return chosen
}

function overview({ characters, settings }: CommandContext): string {
  const played = characters.find(({ id }) => id === settings.character)
  const change = characters.length > 0 ? [`换一个: #角色 <名字>，不演了: #角色 ${none}`] : []
  return [`当前角色: ${played?.name ?? none}`, listOf(characters), ...change].join('\n')
}

function listOf(characters: readonly Character[]): string {
  if (characters.length === 0) return '还没有角色，去面板的「角色」页加一个'
  const lines = characters.slice(0, mostNames).map(({ name }) => `  - ${name}`)
  const more = characters.length > mostNames ? [`  等 ${characters.length} 个`] : []
  return ['可用角色:', ...lines, ...more].join('\n')
}
