import type { ModelTest, ProbeKind } from '../../shared/provider.ts'
import type { ModelRequest } from './chat-model.ts'

/** A tiny request that shows whether a model can do one thing. */
interface Probe {
  readonly request: ModelRequest
  /** What an answer without failure says. */
  judge(text: string, called: boolean): ModelTest['outcome']
  /** Characters of an answer that are waited for: what it is asked may come behind a preface, or behind its thinking. */
  readonly patience: number
}

const patient = 8000

/** 96 × 96 pixels, white, with a red disc: some vendors refuse smaller ones. */
const redDisc =
  'iVBORw0KGgoAAAANSUhEUgAAAGAAAABgAgMAAACf9p+rAAAADFBMVEXgAQH////1qKjrW1sjlJ6oAAAACXBIWXMAAAsTAAALEwEAmpwYAAABCklEQVRIx+3WvRHCMAwF4IdzKVJQMkJGoKBjBAp+ckeKDEDBCF6COViBJTICS1DxE8eRZB45Su5Q+zW2Yj0FG1L4wwc4A7d3cMCjFins8aprAr6DzEKFUKUB34PTsEOsVkE9QK7AD+AkbCHqJKCSUApoJBQCvAQnAKoGWGuYRag1zCM0GooISw2TCF6DiwCkx4JtSN8UpKftzgvbqb5bSK/RXeQJKwt5gMZCEeBoYRpgaWESwFtwY3CxkI0B8KaLPwjf3/z77tIPRT8tfQz0+dAHR58ofdR0DOjg8FGjw0nHmQaAOW87HjI8lmiQ0eijYUnjlQcyjXAa+nxN0MXCVxFdXnzd/X8NxuAOGW+94FZ+etYAAAAASUVORK5CYII='

const coin = {
  name: 'flip_coin',
  description: '抛一次硬币，返回正面或反面',
  parameters: { type: 'object', properties: {} },
}

/** Every probe by its name. */
export const probes: Readonly<Record<ProbeKind, Probe>> = {
  text: {
    request: { messages: [{ role: 'user', content: '只回复两个字：你好' }], tools: [] },
    judge: () => 'ok',
    patience: 80,
  },
  picture: {
    request: {
      messages: [
        {
          role: 'user',
          content: '图里的圆是什么颜色？只回复颜色。',
          images: [{ label: '图1', hash: '', url: `data:image/png;base64,${redDisc}` }],
        },
      ],
      tools: [],
    },
    judge: (text) => (isRed.test(text) ? 'ok' : 'unable'),
    patience: patient,
  },
  tool: {
    request: {
      messages: [{ role: 'user', content: '用工具 flip_coin 抛一次硬币，不要自己编结果。' }],
      tools: [coin],
    },
    judge: (_, called) => (called ? 'ok' : 'unable'),
    patience: patient,
  },
}

const isRed = /红|\bred\b/i
