import { once } from 'node:events'
import { FakeOneBot } from '../../support/fake-onebot.ts'
import { type FakeAnswer, type FakeOpenAI, refusal, startFakeOpenAI } from '../../support/fake-openai.ts'
import { from } from './connected.ts'
import { freePort } from './free-port.ts'
import { startServe } from './web-host.ts'

/** A bot with a past: two QQ ends, a group that talks a lot, an answer that failed, two that were missed. */
export interface Story {
  config: Record<string, unknown>
  /** Lives through the past in `dataDir` with a headless host, which is killed in the middle of two answers. */
  playPast(dataDir: string): Promise<void>
  /** Connects the second end and a stranger; somebody shows a picture that is gone, and asks what takes long. */
  playPresent(): Promise<void>
}

const photographers = '摄影搭子群（周末约拍・器材互借・不许发广告・新人先看公告再说话）'
/** A picture at an address that is not fetched from. */
const unreachable = [{ type: 'image', data: { file: '星空.png', url: 'http://127.0.0.1:1/star.png' } }]
/** What is asked of this computer would be free. */
const price = { input: 2, cached: 0.5, output: 8 }
const readers = '周三读书会'

/** Starts the story's servers; they end with `life`. */
export async function startStory(life: AsyncDisposableStack): Promise<Story> {
  const model = life.use(
    await startFakeOpenAI({ apiKey: 'k', models: ['deepseek-chat', 'deepseek-reasoner'], answer: answerOf }),
  )
  const [first, second, stranger] = ['10001', '10002', '10003'].map((selfId) => {
    const qq = new FakeOneBot({ selfId, token: 't', heartbeatMs: 5_000 })
    life.defer(() => qq.stop())
    return qq
  }) as [FakeOneBot, FakeOneBot, FakeOneBot]
  await first.listen()
  const port = await freePort()
  return {
    config: configOf(model, first, port),
    playPast: (dataDir) => playPast(dataDir, first, model),
    async playPresent() {
      await first.connection(2)
      await second.connect(`ws://127.0.0.1:${port}`)
      await stranger.connect(`ws://127.0.0.1:${port}`)
      second.privateMessage('30009', '在吗？想约一张全家福', from('林小满', '30009'))
      await second.reply()
      first.groupMessage('20001', '30001', unreachable, inGroup(photographers, '30001', '小明'))
      first.atBot('20001', '30003', '写一份去坝上拍星空的攻略', inGroup(photographers, '30003', '阿岚'))
      await model.request(model.requests.length)
    },
  }
}

function configOf(model: FakeOpenAI, first: FakeOneBot, port: number): Record<string, unknown> {
  return {
    accounts: [
      { id: 'main', mode: 'client', url: first.url, accessToken: 't' },
      { id: 'backup', title: '备用号（工作室）', mode: 'server', port, accessToken: 't', selfId: '10002' },
    ],
    providers: [
      {
        id: 'deepseek',
        title: 'DeepSeek',
        baseUrl: model.baseUrl,
        apiKey: 'k',
        models: [
          { name: 'deepseek-chat', price },
          { name: 'deepseek-reasoner', price },
        ],
        // What stalls is meant to go on for as long as somebody looks.
        timeouts: { silenceSeconds: 600 },
      },
      {
        id: 'siliconflow',
        title: '硅基流动',
        baseUrl: model.baseUrl,
        apiKey: 'sk-of-last-year',
        models: [{ name: 'Qwen/Qwen2.5-VL-72B-Instruct', vision: true }, { name: 'THUDM/GLM-Z1-32B-0414' }],
      },
    ],
    defaults: { model: 'deepseek/deepseek-chat', pace: { seconds: 0 } },
    inbox: { resumeMinutes: 0 },
  }
}

async function playPast(dataDir: string, qq: FakeOneBot, model: FakeOpenAI): Promise<void> {
  await using life = new AsyncDisposableStack()
  const { child } = await startServe({ dataDir, output: [], life })
  await qq.connection()
  let replies = 0
  for (const [id, name, text] of groupTalk) {
    if (!text.startsWith('@')) qq.groupMessage('20001', id, text, inGroup(photographers, id, name))
    else {
      qq.atBot('20001', id, text.slice(1), inGroup(photographers, id, name))
      await qq.reply(++replies)
    }
  }
  for (const [id, name, text] of privateTalk) {
    qq.privateMessage(id, text, from(name, id))
    await qq.reply(++replies)
  }
  qq.atBot('20002', '30005', '今晚读到第几章', inGroup(readers, '30005', '老周'))
  await qq.reply(++replies)
  const asked = model.requests.length
  qq.privateMessage('30007', '帮我想三个店名，要带「杏」字', from('许愿池边的王八精', '30007'))
  qq.atBot('20002', '30006', '总结一下大家今晚说的', inGroup(readers, '30006', '苏苏'))
  await model.request(asked + 1)
  child.kill('SIGKILL')
  await once(child, 'exit')
}

function inGroup(title: string, id: string, name: string): Record<string, unknown> {
  return { group_name: title, ...from(name, id) }
}

/** What the model says to a question; a few of them go wrong. */
function answerOf({ text }: { text: string }): FakeAnswer {
  const question = text.split('\n').findLast((line) => line.startsWith('{')) ?? ''
  if (/攻略|店名|总结/.test(question))
    return { text: '好，先说路线：周五晚上从市区出发……', stall: 'mid-stream' }
  if (question.includes('发票')) return refusal(402, 'Insufficient Balance')
  const answer = Object.entries(answers).find(([word]) => question.includes(word))?.[1]
  return { text: answer ?? '收到，我记下了。', firstTokenDelay: 40, usage: usage(text) }
}

const usage = (text: string) => ({
  prompt_tokens: 900 + text.length * 3,
  completion_tokens: 60 + (text.length % 90),
  prompt_tokens_details: { cached_tokens: 640 },
})

const answers: Record<string, string> = {
  快门: '光圈开到 f/2.8，快门先试 15 秒，ISO 3200。\n拍一张看看星点有没有拖线，有就缩短到 10 秒。',
  云量: '周六夜里云量大约 20 %，后半夜更好；周日转阴，建议只约周六。',
  集合: '那就周六下午四点在西直门地铁 C 口集合，我到时候再提醒大家一次。',
  反光板: '反光板记在借出名单上了：阿岚借给大橘，下周三前还。',
  全家福: '在的。全家福一般两小时，周末上午光线最好，你想约哪天？',
  第几章: '今晚读第七章「雾中的灯塔」，从第 132 页开始。',
  晚安: '晚安，明天见。',
}

const groupTalk: [id: string, name: string, text: string][] = [
  ['30001', '小明', '早上好，今天有人出门拍吗'],
  ['30003', '阿岚', '我下午去河边，光线应该不错'],
  ['30002', '大橘为重不吃香菜的摄影爱好者', '求带，我只有一个 50 定焦'],
  ['30003', '阿岚', '够用了，人像就靠它'],
  ['30004', 'A-修图接单（可开票）王师傅', '谁要批量修婚礼的，最近有空'],
  ['30001', '小明', '@ 拍星空光圈快门怎么设'],
  ['30001', '小明', '记下了'],
  ['30002', '大橘为重不吃香菜的摄影爱好者', '我上次拖线拖成流星雨，哈哈哈哈哈哈哈哈哈哈哈哈'],
  ['30003', '阿岚', '那也挺好看的'],
  ['30001', '小明', '这周末去坝上吗？'],
  ['30004', 'A-修图接单（可开票）王师傅', '周六可以，周日要交片'],
  ['30003', '阿岚', '@ 周末坝上云量怎么样'],
  ['30002', '大橘为重不吃香菜的摄影爱好者', '那就周六！'],
  ['30001', '小明', '我开车，还能坐三个人'],
  ['30003', '阿岚', '+1'],
  ['30004', 'A-修图接单（可开票）王师傅', '+1'],
  ['30002', '大橘为重不吃香菜的摄影爱好者', '+1，谁有多的三脚架'],
  ['30001', '小明', '我有两个，给你带一个，碳纤维的那个稳一点，另一个云台有点松，凑合能用'],
  ['30003', '阿岚', '@ 几点在哪集合比较好'],
  ['30002', '大橘为重不吃香菜的摄影爱好者', '好嘞'],
  ['30001', '小明', '晚上会不会很冷'],
  ['30003', '阿岚', '零下都有可能，带羽绒服'],
  ['30004', 'A-修图接单（可开票）王师傅', '暖宝宝我带一箱'],
  ['30001', '小明', '王师傅靠谱'],
  ['30002', '大橘为重不吃香菜的摄影爱好者', '@ 反光板借给我了，帮忙记一下'],
  ['30003', '阿岚', '别弄丢了'],
  ['30002', '大橘为重不吃香菜的摄影爱好者', '放心'],
  [
    '30001',
    '小明',
    'https://example.com/很长的链接/看看这个参考图/the-quick-brown-fox-jumps-over-the-lazy-dog?size=large&from=group',
  ],
  ['30003', '阿岚', '构图不错，前景可以再低一点'],
  ['30004', 'A-修图接单（可开票）王师傅', '收藏了'],
]

const privateTalk: [id: string, name: string, text: string][] = [
  ['30001', '小明', '今天谢谢你，晚安'],
  ['30004', 'A-修图接单（可开票）王师傅', '帮我写一封催发票的邮件，客气一点但是要让对方知道已经拖了两个月了'],
]
