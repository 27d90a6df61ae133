import type { Character, CharacterFields, StarterCharacter } from '../../src/shared/character.ts'
import type { CallName, CallOutput, CallParsed } from '../../src/shared/ipc.ts'
import type { PromptPart, PromptVersion } from '../../src/shared/prompts.ts'
import type { FakeChatParts } from './fake-chats.ts'

type Names = Extract<CallName, `characters.${string}` | `prompts.${string}`>
type CharacterHandlers = {
  [N in Names]: (input: CallParsed<N>) => CallOutput<N> | Promise<CallOutput<N>>
}

const minute = 60_000
const day = 24 * 60 * minute

/** A smile, small. */
const smile =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAABgAAAAYCAIAAABvFaqvAAAAVklEQVR42mP4++EZVRDDqEGDzCCdrnBkNHAGfZgSiolI9hpWU/CYxUCqKbjMYiDDFKxm4TPISooVTTOyyEC4aBgbBAxaTESCQVRLR9RM2dTMa0O/hAQAwSKuNhj9lVUAAAAASUVORK5CYII='

const friend =
  '你是小杏，群里的老朋友。\n说话简短，像发微信，一次一两句。\n不确定就先问一句，不装懂。\n不用感叹号，不说「作为一个 AI」。'

/** Three characters, one of them with a long name, everything set and nothing written. */
export function fakeCharacters(now: number): Record<string, Character> {
  const characters: Character[] = [
    {
      id: 1,
      name: '小杏',
      avatar: smile,
      prompt: friend,
      greeting: '我来啦，接着聊。',
      settings: { triggers: { nicknames: ['小杏', '杏杏'] }, merge: { seconds: 3 } },
      createdAt: now - 40 * day,
    },
    {
      id: 2,
      name: '摄影顾问',
      avatar: '',
      prompt: '现在是{时间}。你懂相机和光，先夸一处，再说一处能改的。\n谈参数时先说光圈，再说快门。',
      greeting: '',
      settings: {
        model: 'aliyun/qwen-vl-max',
        temperature: 0.4,
        tools: false,
        reply: { bubbles: 'paragraphs' },
        apology: '快门卡住了，等我一下。',
      },
      createdAt: now - 9 * day,
    },
    {
      id: 3,
      name: '在图书馆值夜班的、话不多的老馆长（测试用，先别删）',
      avatar: '',
      prompt: '',
      greeting: '',
      settings: { model: 'local/Qwen/Qwen2.5-7B-Instruct-GGUF-Q4_K_M' },
      createdAt: now - 2 * day,
    },
  ]
  return Object.fromEntries(characters.map((character) => [character.id, character]))
}

const starters: StarterCharacter[] = [
  ['小杏', '温和的日常朋友：句子短，会接话，不抢话。'],
  ['老锤', '写代码的同事：先给能跑的，再说为什么。'],
  ['气泡', '爱玩梗的群友：话多一点，会斗图。'],
  ['Mia', 'English partner：只说英文，错了轻轻改一下。'],
  ['知了', '认真查证的学长：分点说，标出不确定的。'],
  ['阿卷', '故事主持人：带大家跑团、接龙，掷骰子讲公道。'],
].map(([name = '', about = '']) => ({
  name,
  about,
  avatar: '',
  prompt: `你是${name}。${about}\n说话自然，像在 QQ 里聊天。`,
  greeting: `我是${name}，聊点什么？`,
  settings: { triggers: { nicknames: [name] } },
}))

/** Characters and versions of prompts, kept until the page is loaded again. */
export function fakeCharacterHandlers(parts: Omit<FakeChatParts, 'messagesOf'>): CharacterHandlers {
  const { bot, fail } = parts
  const removed = new Map<number, Character>()
  const versions = fakeVersions(Date.now())
  let nextId = 10

  const put = (character: Character) => bot.change('characters', { [character.id]: character })
  const at = (id: number): Character =>
    bot.topics.characters[id] ?? fail('character.unknown', '没有这个角色，可能已经删掉了', '刷新一下页面')
  const create = (fields: CharacterFields): Character => {
    const character = { ...fields, id: nextId++, createdAt: Date.now() }
    put(character)
    return character
  }
  const keep = (scope: string, text: unknown) => {
    if (typeof text !== 'string' || versions.find((version) => version.scope === scope)?.text === text) return
    versions.unshift({ id: versions.length + 1, scope, text, name: '', at: Date.now() })
  }
  const partsOf = (chatId: number, texts: { core?: string; own?: string; character?: string }) => {
    const config = bot.topics.config.config
    const character = bot.topics.characters[bot.topics.chats[chatId]?.character ?? 0]
    const all: Omit<PromptPart, 'tokens'>[] = [
      { kind: 'character', text: texts.character ?? character?.prompt ?? '' },
      { kind: 'core', text: texts.core ?? config.corePrompt },
      { kind: 'own', text: texts.own ?? config.defaults.prompt },
      { kind: 'facts', text: '你叫「小杏」，QQ 号是 3105512466，现在在 QQ 群「摄影搭子群」里说话。' },
      { kind: 'history', text: talk },
      { kind: 'tail', text: '（现在是 2026-11-22 14:33，星期日）' },
    ]
    return all
      .filter(({ text }) => text !== '')
      .map((part) => ({ ...part, tokens: Math.ceil(part.text.length * 0.6) }))
  }

  return {
    'characters.starters': () => starters,
    'characters.create': (fields) => ({ id: create(filled(fields)).id }),
    'characters.edit': ({ id, revision, ops }) => {
      if (revision !== bot.topics.config.revision) fail('edit.stale', '别处刚改过这里')
      const before = at(id)
      const after = structuredClone(before) as unknown as Record<string, unknown>
      for (const op of ops) {
        openPath(after, op.path)
        parts.apply(after, op)
        if (op.path.join('.') === 'prompt' && 'set' in op) {
          if (before.prompt !== '') keep(`character:${id}`, before.prompt)
          keep(`character:${id}`, op.set)
        }
        parts.record(
          {
            scope: `character:${id}`,
            scopeTitle: `角色「${before.name}」`,
            path: op.path.join('.'),
            before: undefined,
            after: 'set' in op ? op.set : undefined,
          },
          () => put(before),
        )
      }
      put(after as unknown as Character)
      return parts.bumped()
    },
    'characters.remove': ({ id, undo }) => {
      const character = undo ? removed.get(id) : at(id)
      if (!character) return null
      if (!undo) removed.set(id, character)
      bot.change('characters', { [id]: undo ? character : undefined })
      return null
    },
    'characters.export': ({ id }) => {
      const { name, prompt } = at(id)
      return {
        name: `${name}.json`,
        text: JSON.stringify({ spec: 'chara_card_v2', data: { name, system_prompt: prompt } }),
      }
    },
    'characters.import': ({ text }) => {
      if (!text.startsWith('{'))
        fail(
          'card.unreadable',
          '这个文件不是角色卡',
          '角色卡是 JSON 文件，从 SillyTavern 或杏桃里导出一个试试。',
        )
      const { data } = JSON.parse(text) as { data?: { name?: string; system_prompt?: string } }
      const made = create(filled({ name: data?.name ?? '没有名字', prompt: data?.system_prompt ?? '' }))
      const notes = text.includes('character_book') ? ['世界书没有带过来：这里还没有对应的东西'] : []
      return { id: made.id, notes }
    },
    'prompts.versions': ({ scope }) => versions.filter((version) => version.scope === scope),
    'prompts.name': ({ id, name }) => {
      const version = versions.find((one) => one.id === id)
      if (version) version.name = name
      return null
    },
    'prompts.preview': async ({ chatId, ...texts }) => {
      await new Promise((resolve) => setTimeout(resolve, 200))
      if (bot.scene === 'error') fail('model.unknown', '找不到这个聊天用的模型', '在「模型」里给它换一个。')
      const made = partsOf(chatId, texts as Parameters<typeof partsOf>[1])
      const tokens = made.reduce((sum, part) => sum + part.tokens, 0)
      return {
        model: bot.topics.chats[chatId]?.model ?? bot.topics.config.config.defaults.model,
        parts: made,
        tokens,
        stableTokens: tokens - (made.at(-1)?.tokens ?? 0),
      }
    },
  }
}

function filled(fields: CallParsed<'characters.create'>): CharacterFields {
  return { avatar: '', prompt: '', greeting: '', settings: {}, ...fields } as CharacterFields
}

function openPath(root: Record<string, unknown>, path: string[]): void {
  let tree = root
  for (const key of path.slice(0, -1)) {
    tree[key] ??= {}
    tree = tree[key] as Record<string, unknown>
  }
}

function fakeVersions(now: number): PromptVersion[] {
  const older = friend
    .replace('群里的老朋友', '群里的助手')
    .replace('\n不用感叹号，不说「作为一个 AI」。', '')
  const texts: [scope: string, text: string, name: string, at: number][] = [
    ['character:1', friend, '', now - 2 * 60 * minute],
    ['character:1', older, '去掉口头禅之前', now - day - 3 * 60 * minute],
    ['character:1', '你是小杏。', '', now - 39 * day],
    ['chat:1', '这是一个摄影群。\n谈参数时先说快门。', '第一版', now - 4 * day],
  ]
  return texts.map(([scope, text, name, at], index) => ({ id: 100 - index, scope, text, name, at }))
}

const talk = [
  '{"id":"20001","name":"阿岚","text":"周末去哪拍？"}',
  '滨江的芦苇这周正好，傍晚 5 点后光最软，带支 85 就够了。',
  '{"id":"20002","name":"小马","text":"哈哈哈哈它连日落都查了"}',
  '{"id":"20001","name":"阿岚","text":"这张逆光的怎么救一下？[图片]"}',
].join('\n')
