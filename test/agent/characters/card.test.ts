import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cardFileName, readCard, writeCard } from '../../../src/agent/characters/card.ts'
import { starters } from '../../../src/agent/characters/starters.ts'
import { ProblemError } from '../../../src/agent/kernel/problem.ts'
import { CharacterFields } from '../../../src/shared/character.ts'
import type { Problem } from '../../../src/shared/problem.ts'

const tavern = {
  name: 'Aria',
  description: '{{char}} is a bard.',
  personality: '',
  scenario: '',
  first_mes: 'Hi, {{user}}!',
  mes_example: '',
}
const v1 = (fields: object = {}) => JSON.stringify({ ...tavern, ...fields })
const v2 = (fields: object = {}) =>
  JSON.stringify({ spec: 'chara_card_v2', spec_version: '2.0', data: { ...tavern, ...fields } })
const extended = (apricot: unknown) => v2({ extensions: { apricot } })
const ours = { version: 1, avatar: '', prompt: '', greeting: '', settings: {} }

const character = (fields: Partial<CharacterFields> = {}): CharacterFields =>
  CharacterFields.parse({ name: '猫猫', prompt: '你是一只猫。', greeting: '喵', ...fields })

function problemWith(text: string): Problem {
  try {
    readCard(text)
  } catch (error) {
    if (error instanceof ProblemError) return error.problem
    throw error
  }
  throw new Error('Expected a problem, but it was read')
}

describe('a SillyTavern card', () => {
  it.each([
    ['version 1', v1()],
    ['version 2', v2()],
    ['version 3', JSON.stringify({ spec: 'chara_card_v3', spec_version: '3.0', data: tavern })],
    ['version 2 with the fields of version 1 beside it', JSON.stringify({ name: '旧', ...JSON.parse(v2()) })],
    ['a file that begins with a byte order mark', `\ufeff ${v2()}`],
  ])('is read: %s', (_what, text) => {
    expect(readCard(text)).toEqual({
      fields: {
        name: 'Aria',
        avatar: '',
        prompt: '{机器人名} is a bard.',
        greeting: 'Hi, {昵称}!',
        settings: {},
      },
      notes: [],
    })
  })

  it('becomes one prompt with a heading for each of its parts', () => {
    const { fields, notes } = readCard(
      v2({
        system_prompt: '{{original}}\nStay in character.',
        personality: 'Shy.\r\nBrave.',
        scenario: '{{// to do }}A tavern at {{time}}.',
        mes_example: '<START>\n{{user}}: Hello\n{{char}}: Hm?\n<START>\n<USER>: Sing!\n<BOT>: La.',
        post_history_instructions: 'Never rhyme.',
        extensions: { depth_prompt: { prompt: 'Hungry.', depth: 4 }, talkativeness: '0.5', fav: false },
      }),
    )
    expect(fields.prompt).toBe(
      [
        '【要求】\nStay in character.',
        '【设定】\n{机器人名} is a bard.',
        '【性格】\nShy.\nBrave.',
        '【场景】\nA tavern at {时间}.',
        '【示例对话】\n对方: Hello\n{机器人名}: Hm?\n\n对方: Sing!\n{机器人名}: La.',
        '【时刻记得】\nNever rhyme.',
        '【时刻记得】\nHungry.',
      ].join('\n\n'),
    )
    expect(notes).toEqual([])
  })

  it('is called in the chat what version 3 says it is called there', () => {
    expect(readCard(v2({ name: 'Aria v7 (final)', nickname: 'Aria' })).fields.name).toBe('Aria')
  })

  it('may lack whatever is not its name', () => {
    const { fields } = readCard('{"data":{"name":" Aria ","description":null}}')
    expect(fields).toEqual({ name: 'Aria', avatar: '', prompt: '', greeting: '', settings: {} })
  })

  it('is told what of it has no place here', () => {
    const { fields, notes } = readCard(
      v2({
        description: 'Roll {{roll:d6}} and {{random::a::b}}.',
        first_mes: '',
        alternate_greetings: ['Second', 'Third', 4],
        group_only_greetings: ['Fourth'],
        character_book: { entries: [{}, {}] },
        assets: [{ type: 'icon', uri: 'x' }],
        creator_notes: 'Best with\ntemperature 2',
        tags: ['bard'],
        extensions: { regex_scripts: [], world: 'w' },
      }),
    )
    expect(fields.greeting).toBe('Second')
    expect(notes).toEqual([
      '不认识 {{roll:d6}} {{random::a::b}} 这样的写法，原样留在提示词里了',
      '还有 2 句备选的开场白，只留了第一句',
      '世界书（2 条）没有导入：这里没有世界书，要紧的内容可以写进提示词',
      '卡里的图片没有导入，头像可以在这里另选',
      '作者的备注不进提示词：Best with temperature 2',
      '不认识的扩展没有导入：「regex_scripts」「world」',
    ])
  })

  it('is shortened where it is longer than there is room', () => {
    const long = `a${'😀'.repeat(15_000)}`
    const { fields, notes } = readCard(v2({ name: long, description: long, first_mes: long }))
    expect([fields.name.length, fields.prompt.length, fields.greeting.length]).toEqual([31, 19_999, 1999])
    expect(fields.prompt.isWellFormed()).toBe(true)
    expect(notes).toEqual([
      '名字太长了，只留了前 32 个字',
      '提示词太长了，只留了前 20,000 个字',
      '开场白太长了，只留了前 2,000 个字',
    ])
  })

  it('of a version from the future is read as far as it is understood', () => {
    const { notes } = readCard(JSON.stringify({ spec: 'chara_card_v9', data: tavern }))
    expect(notes).toEqual(['不认识「chara_card_v9」这种格式，按 V2 角色卡读的'])
  })
})

describe('a card of ours', () => {
  it.each(starters.map(({ about: _about, ...fields }) => [fields.name, fields] as const))(
    'brings %s back as it was',
    (_name, fields) => {
      expect(readCard(writeCard(fields))).toEqual({ fields, notes: [] })
    },
  )

  it('brings any character back as it was', () => {
    const text = (maxLength: number) =>
      fc.oneof(
        fc.string({ unit: 'grapheme', maxLength }),
        fc.constantFrom('{机器人名}', '{{char}} {昵称}\r\n<START>', '{{original}}{时间}', '\0\n 【设定】 '),
      )
    const settings = fc.constantFrom(...starters.map((starter) => starter.settings), {
      model: 'local/qwen',
      triggers: { patterns: ['^猫+$'], quietHours: ['23:00-07:30'] },
    })
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }).filter((name) => name.trim() !== ''),
        text(60),
        text(60),
        settings,
        fc.constantFrom('', 'data:image/png;base64,iVBORw0KGgo='),
        (name, prompt, greeting, layer, avatar) => {
          const fields = character({ name, prompt, greeting, settings: layer, avatar })
          expect(readCard(writeCard(fields))).toEqual({ fields, notes: [] })
        },
      ),
    )
  })

  it('reads well in SillyTavern', () => {
    const card = JSON.parse(
      writeCard(character({ prompt: '你是{机器人名}，叫对方{昵称}。', greeting: '{昵称}好' })),
    )
    expect(card).toMatchObject({
      spec: 'chara_card_v2',
      spec_version: '2.0',
      data: {
        name: '猫猫',
        description: '你是{{char}}，叫对方{{user}}。',
        first_mes: '{{user}}好',
        alternate_greetings: [],
        tags: [],
        extensions: { apricot: { version: 1 } },
      },
    })
    expect(card.data).not.toHaveProperty('character_book')
  })

  it('that was changed in SillyTavern is read as it is now, with the settings it had', () => {
    const card = JSON.parse(writeCard(character({ settings: { temperature: 0.3 } })))
    Object.assign(card.data, { description: '你是{{char}}，一只狗。', first_mes: '汪', personality: '忠诚' })
    expect(readCard(JSON.stringify(card)).fields).toEqual({
      name: '猫猫',
      avatar: '',
      prompt: '【设定】\n你是{机器人名}，一只狗。\n\n【性格】\n忠诚',
      greeting: '汪',
      settings: { temperature: 0.3 },
    })
  })

  it('keeps the settings this version knows, and says which it does not', () => {
    const settings = { temperature: 0.3, mood: 'good', history: { tokens: 500, dreams: 3 } }
    const { fields, notes } = readCard(extended({ ...ours, settings }))
    expect(fields.settings).toEqual({ temperature: 0.3, history: { tokens: 500 } })
    expect(notes.toSorted()).toEqual(['不认识的设置没有导入：history.dreams', '不认识的设置没有导入：mood'])
  })
})

describe('what is no card', () => {
  it.each([
    ['nothing', '', '不是完整的 JSON'],
    ['half a file', v2().slice(0, 40), '不是完整的 JSON'],
    ['a picture, read as text', '\ufffdPNG\r\n\u001a\n…', '这是一张图片'],
    ['a picture in letters', 'iVBORw0KGgoAAAANSUhEUgAA', '这是一张图片'],
    ['the address of a picture', 'data:image/png;base64,iVBORw0KGgo=', '这是一张图片'],
    ['a list', '[]', '最外层要是一对花括号'],
    ['null', 'null', '最外层要是一对花括号'],
    ['another file', '{"name":"apricot","description":"x","version":"0.1.0"}', '没有角色卡的字段'],
    ['a card without a name', v2({ name: ' \n ' }), '没有名字'],
    ['a number for a text', v2({ description: 5 }), '「description」要是文字，写的却是 5'],
    ['a list for a text', v2({ first_mes: ['hi'] }), '「first_mes」要是文字，写的却是 列表'],
    ['fields for a text', v2({ name: {} }), '「name」要是文字，写的却是 一组字段'],
    ['a card of a newer program', extended({ ...ours, version: 2 }), '更新的杏桃导出的（格式 2'],
    ['our part as a list', extended([]), 'extensions.apricot'],
    ['our part without a version', extended({ ...ours, version: '1' }), 'extensions.apricot'],
    ['a prompt that is none', extended({ ...ours, prompt: 5 }), 'prompt'],
    ['a prompt that is too long', extended({ ...ours, prompt: 'x'.repeat(20_001) }), 'prompt'],
    ['an avatar from elsewhere', extended({ ...ours, avatar: 'https://example.com/a.png' }), 'avatar'],
    ['settings of the wrong type', extended({ ...ours, settings: { temperature: 'hot' } }), 'temperature'],
    ['settings as a list', extended({ ...ours, settings: [] }), 'settings'],
    [
      'a pattern that cannot be used',
      extended({ ...ours, settings: { triggers: { patterns: ['('] } } }),
      '正则「(」',
    ],
  ])('is refused in words: %s', (_what, text, words) => {
    const problem = problemWith(text)
    expect(problem.code).toBe('character.card')
    expect(`${problem.message}${problem.hint}`).toContain(words)
    expect(problem.hint).not.toBe('')
    expect(problem.message.length).toBeLessThan(300)
  })

  it('is refused however deep it is', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    expect(problemWith(deep).code).toBe('character.card')
    expect(
      problemWith(extended(0).replace('0}}}', `{"version":1,"settings":{"x":${deep}}}}}}`)).message,
    ).toContain('套得太深')
  })

  it('never fails in another way, whatever is in the fields', () => {
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.string({ unit: 'binary' }),
      fc.constant(tavern.name),
    )
    const fields = fc.record(
      Object.fromEntries(
        [
          ...Object.keys(tavern),
          'system_prompt',
          'post_history_instructions',
          'creator_notes',
          'alternate_greetings',
          'character_book',
          'assets',
          'nickname',
          '__proto__',
        ].map((key) => [key, value]),
      ),
      { requiredKeys: [] },
    )
    const extension = fc.record(
      {
        version: fc.oneof(fc.constant(1), value),
        settings: value,
        prompt: value,
        greeting: value,
        avatar: value,
      },
      { requiredKeys: [] },
    )
    const card = fc
      .tuple(fields, fc.option(extension), value, value)
      .map(([data, apricot, spec, depth_prompt]) => ({
        spec,
        data: { ...data, extensions: apricot === null ? depth_prompt : { apricot, depth_prompt } },
      }))
    fc.assert(
      fc.property(fc.oneof(card, fields, fc.jsonValue()), (content) => {
        const text = JSON.stringify(content)
        for (const given of [text, text.slice(0, text.length / 2)]) {
          try {
            const read = readCard(given)
            expect(CharacterFields.parse(read.fields)).toEqual(read.fields)
          } catch (error) {
            expect(error).toMatchObject({ problem: { code: 'character.card' } })
          }
        }
      }),
      { numRuns: 500 },
    )
  })
})

it.each([
  ['猫猫', '猫猫.json'],
  ['a/b\\c:d*?"<>|e', 'a_b_c_d_e.json'],
  ['..\n', '_.json'],
  ['. .', '角色.json'],
  ['NUL', '_NUL.json'],
  ['com1.x', '_com1.x.json'],
  ['\u202egnp.x', '_gnp.x.json'],
])('the file of %j is called %s', (name, file) => {
  expect(cardFileName(name)).toBe(file)
})
