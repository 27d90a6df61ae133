import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { refusal } from '../support/fake-openai.ts'
import { type Segment, spokenNode } from '../support/fake-qq.ts'
import { type PictureServer, plainPicture, startPictureServer } from '../support/picture-server.ts'
import { type QQBot, type QQBotOptions, startQQBot } from '../support/qq-bot.ts'
import { waitFor } from '../support/wait-for.ts'

const group = '20001'

interface Part {
  type: string
  text?: string
  image_url?: { url: string }
}

interface Pictured extends AsyncDisposable {
  readonly all: QQBot
  readonly pictures: PictureServer
  /** A segment of a picture that the server has, of one colour. */
  picture(colour: string, fields?: object): Promise<{ type: string; data: Record<string, unknown> }>
  /** Says these segments to the bot in the group. */
  asks(...segments: Segment[]): number
}

/** A bot with one model that sees, one that does not, and pictures to be fetched. */
async function pictured(options: QQBotOptions & { sees?: boolean; eyes?: string[] } = {}): Promise<Pictured> {
  const { sees = true, eyes = [], config, ...rest } = options
  const pictures = await startPictureServer()
  const address = new URL(pictures.url('x')).host
  const all = await startQQBot({
    ...rest,
    config: {
      images: { allowHosts: [address] },
      slots: { vision: eyes },
      ...config,
    },
    ...(sees ? {} : { defaults: { model: 'local/blind', ...rest.defaults } }),
    models: [
      { name: 'bench-model', vision: true, tools: true, contextTokens: 32_768 },
      { name: 'blind', vision: false, tools: true, contextTokens: 32_768 },
    ],
  })
  return {
    all,
    pictures,
    async picture(colour, fields = {}) {
      pictures.set(colour, { body: await plainPicture(colour) })
      return { type: 'image', data: { file: `${colour}.jpg`, url: pictures.url(colour), ...fields } }
    },
    asks: (...segments) =>
      all.qq.groupMessage(group, '30001', [{ type: 'at', data: { qq: all.qq.selfId } }, ...segments]),
    async [Symbol.asyncDispose]() {
      await all[Symbol.asyncDispose]()
      await pictures[Symbol.asyncDispose]()
    },
  }
}

const text = (said: string) => ({ type: 'text', data: { text: said } })

/** The parts of the last user message of a request. */
function partsOf(all: QQBot, index: number): Part[] {
  const content = all.model.requests[index]?.messages.findLast(({ role }) => role === 'user')?.content
  return Array.isArray(content) ? (content as Part[]) : [{ type: 'text', text: String(content) }]
}
const urlsOf = (all: QQBot, index: number) => partsOf(all, index).flatMap((part) => part.image_url?.url ?? [])
const wordsOf = (all: QQBot, index: number) =>
  partsOf(all, index)
    .map((part) => part.text ?? '')
    .join('\n')

describe('a model that sees', () => {
  it('D0-04: gets pictures of groups, whose addresses end in a query string', async () => {
    await using on = await pictured()
    on.asks(text('这是什么颜色'), await on.picture('red'))
    await on.all.qq.reply()
    expect(urlsOf(on.all, 0)).toEqual([expect.stringMatching(/^data:image\/(jpeg|webp);base64,/)])
    expect(wordsOf(on.all, 0)).toContain('"pictures":["图1"]')
  })

  it('D0-02: the same picture twice in one message holds nobody up, and is fetched and sent once', async () => {
    await using on = await pictured()
    const red = await on.picture('red')
    on.asks(text('比一比'), red, red)
    await on.all.qq.reply()
    expect(urlsOf(on.all, 0)).toHaveLength(1)
    expect(on.pictures.asked).toEqual(['red'])
    on.asks(text('还在吗'))
    await on.all.qq.reply(2)
  })

  it('D2-07: gets text and pictures in order, as parts and not as an empty string', async () => {
    await using on = await pictured()
    on.asks(await on.picture('red'), text('和'), await on.picture('blue'))
    await on.all.qq.reply()
    const parts = partsOf(on.all, 0)
    expect(parts.map(({ type }) => type)).toEqual(['text', 'text', 'image_url', 'text', 'image_url'])
    expect(parts[0]?.text).toContain('"pictures":["图1","图2"]')
    expect([parts[1]?.text, parts[3]?.text].map((label) => label?.slice(0, 2))).toEqual(['图1', '图2'])
    expect(new Set(urlsOf(on.all, 0)).size).toBe(2)
  })

  it('gets pictures in what is quoted and in what is forwarded', async () => {
    await using on = await pictured()
    const first = on.all.qq.groupMessage(group, '30002', [text('看'), await on.picture('red')])
    const inside = on.all.qq.forwarded('f1', [
      spokenNode('30003', '老周', [text('转一张'), await on.picture('blue')]),
    ])
    on.asks({ type: 'reply', data: { id: String(first) } }, text('这两张'), inside)
    await on.all.qq.reply()
    // What is quoted stands where it was said, which is before the question.
    const sent = JSON.stringify(on.all.model.requests[0]?.messages)
    expect(sent.match(/data:image/g)).toHaveLength(2)
    expect(urlsOf(on.all, 0)).toHaveLength(1)
    expect(wordsOf(on.all, 0)).toContain('[合并转发]\\n老周：转一张[图片]')
  })

  it('D0-41: two chats with the same address get it both, and it is fetched once', async () => {
    await using on = await pictured()
    const red = await on.picture('red')
    on.asks(text('一'), red)
    await on.all.qq.reply()
    on.all.qq.privateMessage('30009', [text('二'), red])
    await on.all.qq.reply(2)
    expect(urlsOf(on.all, 0)).toEqual(urlsOf(on.all, 1))
    await waitFor('the store', () => on.all.bot.topics.pictures.stored === 1)
    expect(on.pictures.asked).toEqual(['red'])
  })

  it('S0-54: pictures nobody asks about are fetched but not looked at, and seen when somebody does', async () => {
    await using on = await pictured()
    on.all.qq.groupMessage(group, '30002', [await on.picture('red')])
    await waitFor('the picture', () => on.all.bot.topics.pictures.stored === 1)
    on.asks(text('你好'))
    await on.all.qq.reply()
    expect(urlsOf(on.all, 0)).toEqual([])
    const shown = on.all.bot.feeds.messages.findLast(({ pictures }) => pictures.length > 0)
    expect(shown?.pictures).toMatchObject([{ hash: expect.stringMatching(/^[0-9a-f]{64}$/), expired: false }])
  })

  it('D0-14: a slow picture holds up its own turn and no other', async () => {
    await using on = await pictured()
    const slow = await on.picture('red')
    let release: (value?: unknown) => void = () => undefined
    const hold = new Promise((resolve) => {
      release = resolve
    })
    on.pictures.set('red', { body: await plainPicture('red'), hold })
    on.asks(text('慢的'), slow)
    on.all.qq.privateMessage('30009', '快的')
    expect((await on.all.qq.reply()).text).toContain('快的')
    release()
    expect((await on.all.qq.reply(2)).text).toContain('慢的')
    expect(urlsOf(on.all, 1)).toHaveLength(1)
  })

  it('a picture that cannot be had is said, and the question is answered', async () => {
    await using on = await pictured()
    on.asks(text('看看'), { type: 'image', data: { file: 'gone.jpg', url: on.pictures.url('gone') } })
    await on.all.qq.reply()
    expect(wordsOf(on.all, 0)).toContain('图1：没有取到')
  })

  it('G01: an address that has expired is asked for anew, once', async () => {
    await using on = await pictured()
    const fresh = await on.picture('red')
    const body = '{"retcode":-5503007,"retmsg":"download url has expired"}'
    on.pictures.set('old', { status: 400, type: 'application/json', body })
    on.all.qq.answer('get_msg', (params) => ({
      data: {
        message_id: Number(params.message_id),
        message_type: 'group',
        group_id: Number(group),
        user_id: 30001,
        sender: { user_id: 30001 },
        message: [fresh],
      },
    }))
    on.asks(text('看看'), { type: 'image', data: { file: 'a.jpg', url: on.pictures.url('old') } })
    await on.all.qq.reply()
    expect(urlsOf(on.all, 0)).toHaveLength(1)
    expect(on.pictures.asked).toEqual(['old', 'red'])
  })

  it('refuses a picture: the request is mended and goes on, and the chat is not stuck', async () => {
    await using on = await pictured()
    on.all.model.next(refusal(400, 'Invalid image: could not decode image'))
    on.asks(text('看看'), await on.picture('red'))
    await on.all.qq.reply()
    expect(urlsOf(on.all, 0)).toHaveLength(1)
    expect(urlsOf(on.all, 1)).toEqual([])
    expect(wordsOf(on.all, 1)).toContain('图1：没能看')
    on.asks(text('好了吗'))
    await on.all.qq.reply(2)
  })

  it('that turns out not to see is not shown pictures again', async () => {
    await using on = await pictured()
    on.all.model.next(refusal(400, 'This model does not support image input'))
    on.asks(text('看看'), await on.picture('red'))
    await on.all.qq.reply()
    on.asks(text('再看'), await on.picture('blue'))
    await on.all.qq.reply(2)
    expect(on.all.model.requests.map((_, index) => urlsOf(on.all, index).length)).toEqual([1, 0, 0])
  })
})

describe('a model that does not see', () => {
  it('S2-08: is told what another saw, once for all chats', async () => {
    await using on = await pictured({
      sees: false,
      eyes: ['local/bench-model'],
      answer: (said) => (said.includes('描述这张图片') ? { text: '一块红色' } : { text: '好' }),
    })
    const red = await on.picture('red')
    on.asks(text('这是什么'), red)
    await on.all.qq.reply()
    on.all.qq.privateMessage('30009', [text('这个呢'), red])
    await on.all.qq.reply(2)
    const asked = on.all.model.requests.map(({ model }) => model)
    expect(asked).toEqual(['bench-model', 'blind', 'blind'])
    expect(urlsOf(on.all, 0)).toHaveLength(1)
    expect(wordsOf(on.all, 1)).toContain('图1："一块红色"')
    expect(wordsOf(on.all, 2)).toContain('图1："一块红色"')
    const [turn] = await waitFor('both turns', () => {
      const ended = Object.values(on.all.bot.topics.turns).filter(({ outcome }) => outcome)
      return ended.length === 2 && ended.sort((a, b) => a.id - b.id)
    })
    const detail = await on.all.bot.call('turns.get', { id: turn?.id ?? 0 })
    expect(detail?.calls.map(({ purpose }) => purpose)).toEqual(['vision', 'chat'])
    expect(detail?.turn.steps.map(({ note }) => note)).toContain('先让 local/bench-model 看图')
    const { pictures } = await on.all.bot.call('pictures.list', {})
    expect(pictures).toMatchObject([{ caption: '一块红色', captionBy: 'local/bench-model', uses: 1 }])
    await waitFor('the numbers', () => on.all.bot.topics.pictures.captions === 1)
    expect(on.all.bot.topics.pictures.memoryItems).toBe(0)
  })

  it('is told what a person wrote while another looked', async () => {
    const hash = createHash('sha256')
      .update(await plainPicture('red'))
      .digest('hex')
    await using on = await pictured({
      sees: false,
      eyes: ['local/bench-model'],
      answer: (said) => {
        if (!said.includes('描述这张图片')) return { text: '好' }
        return { text: '一块红色', hold: on.all.bot.call('pictures.setCaption', { hash, text: '落日' }) }
      },
    })
    on.asks(text('这是什么'), await on.picture('red'))
    await on.all.qq.reply()
    expect(wordsOf(on.all, 1)).toContain('图1："落日"')
    const { pictures } = await on.all.bot.call('pictures.list', {})
    expect(pictures).toMatchObject([{ caption: '落日', captionBy: 'person' }])
  })

  it('is not asked about a picture again and again that could not be looked at', async () => {
    await using on = await pictured({
      sees: false,
      eyes: ['local/bench-model'],
      answer: (said) => (said.includes('描述这张图片') ? refusal(400, 'content policy') : { text: '好' }),
    })
    const red = await on.picture('red')
    for (const [index, said] of ['一', '二'].entries()) {
      on.asks(text(said), red)
      await on.all.qq.reply(index + 1)
    }
    expect(on.all.model.requests.map(({ model }) => model)).toEqual(['bench-model', 'blind', 'blind'])
  })

  it('goes on without, when there is nobody to look', async () => {
    await using on = await pictured({ sees: false })
    on.asks(text('这是什么'), await on.picture('red'))
    await on.all.qq.reply()
    expect(urlsOf(on.all, 0)).toEqual([])
    expect(wordsOf(on.all, 0)).toContain('图1：没能看')
    const problem = () => on.all.bot.topics.problems.eyes
    expect(await waitFor('the problem', problem)).toMatchObject({ code: 'picture.no-eyes', page: '/models' })
    await on.all.bot.call('config.edit', {
      revision: on.all.bot.topics.config.revision,
      ops: [{ path: ['slots', 'vision'], set: ['local/bench-model'] }],
    })
    await waitFor('the problem to go', () => problem() === undefined)
  })

  it('D0-21: sees from the next message on, when the chat is given a model that does', async () => {
    await using on = await pictured({ sees: false })
    on.asks(text('一'), await on.picture('red'))
    await on.all.qq.reply()
    const { id: chatId } = await waitFor('the chat', () => Object.values(on.all.bot.topics.chats)[0])
    const { revision } = await on.all.bot.call('chats.settings', { chatId })
    await on.all.bot.call('chats.edit', {
      chatId,
      revision,
      ops: [{ path: ['model'], set: 'local/bench-model' }],
    })
    on.asks(text('二'), await on.picture('blue'))
    await on.all.qq.reply(2)
    expect(on.all.model.requests.map((_, index) => urlsOf(on.all, index).length)).toEqual([0, 1])
  })
})

it('D0-40: what is no picture, or nobody’s business, is not fetched and not shown to a model', async () => {
  await using on = await pictured({ config: { images: {} } })
  on.pictures.set('page', { type: 'image/jpeg', body: '<html>请登录</html>' })
  const at = (url: string) => ({ type: 'image', data: { file: 'x', url } })
  on.asks(
    text('看'),
    at(on.pictures.url('red')),
    at('http://169.254.169.254/latest/meta-data'),
    at('file:///etc/passwd'),
  )
  await on.all.qq.reply()
  expect(on.pictures.asked).toEqual([])
  expect(urlsOf(on.all, 0)).toEqual([])
})
