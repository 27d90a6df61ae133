import type { TurnStage, TurnState } from '../../src/shared/state.ts'
import type { ToolCallState } from '../../src/shared/tools.ts'

type Span = [stage: TurnStage, from: number, to: number | null, note?: string]

/** Turns of the last half minute, some still under way, one of them stuck. Times are seconds before `now`. */
export function fakeLanes(now: number): TurnState[] {
  const turn = (
    id: number,
    chatId: number,
    chatTitle: string,
    received: number,
    spans: Span[],
    changes: Partial<TurnState> = {},
  ): TurnState => {
    const end = spans.at(-1)?.[2] ?? null
    return {
      id,
      chatId,
      chatTitle,
      senderName: '阿岚',
      question: '帮我看看这个怎么调',
      reason: 'mention',
      model: 'deepseek/deepseek-chat',
      receivedAt: now - received * 1000,
      endedAt: end === null ? null : now - end * 1000,
      outcome: end === null ? null : 'replied',
      problem: null,
      steps: spans.map(([stage, from, to, note = '']) => ({
        stage,
        startedAt: now - from * 1000,
        endedAt: to === null ? null : now - to * 1000,
        note,
      })),
      messageCount: 1,
      mergeUntil: null,
      requestMessages: 64,
      requestTokens: 5870,
      tokens: 6120,
      cost: 0.0052,
      toolCalls: [],
      ...changes,
    }
  }
  const call = (
    title: string,
    input: string,
    state: ToolCallState['state'],
    from: number,
    to: number | null,
    result = '',
  ): ToolCallState => ({
    ...{ name: title, title, arguments: input, state, result, startedAt: now - from * 1000 },
    endedAt: to === null ? null : now - to * 1000,
  })
  return [
    // Its answer stands in the conversation: there it says what it cost.
    turn(
      498,
      1,
      '摄影搭子群',
      360,
      [
        ['queued', 359.9, 358.6],
        ['thinking', 358.6, 354.3],
      ],
      { model: 'siliconflow/Qwen/Qwen3-235B-A22B-Instruct-2507', tokens: 6499, cost: 0.0042 },
    ),
    turn(701, 1, '摄影搭子群', 23.4, [
      ['merging', 23.3, 22.1],
      ['queued', 22.1, 22],
      ['thinking', 22, 20.4],
      ['tool', 20.4, 20, '查天气'],
      ['thinking', 20, 17.9],
      ['sending', 17.9, 17, '1 条'],
    ]),
    turn(709, 31, '代码茶水间', 0.9, [['merging', 0.8, null]], {
      messageCount: 3,
      mergeUntil: now + 2000,
      requestMessages: 0,
    }),
    turn(702, 31, '代码茶水间', 20.6, [
      ['merging', 20.4, 18.8],
      ['queued', 18.8, 16.8],
      ['thinking', 16.8, 9.4],
      ['sending', 9.4, 8.2, '2 条'],
    ]),
    turn(
      703,
      32,
      '楼上楼下业主群（三期东区）',
      39,
      [
        ['thinking', 38, 34],
        ['tool', 34, null, '联网搜索、读网页'],
      ],
      {
        toolCalls: [
          call(
            '联网搜索',
            '{"query":"三期东区 停水"}',
            'done',
            34,
            33,
            '三期东区 11 月 27 日 9:00–17:00 停水',
          ),
          call('读网页', '{"url":"https://example.com/notice"}', 'running', 33, null),
        ],
      },
    ),
    turn(
      710,
      35,
      '周末羽毛球',
      12,
      [
        ['thinking', 11.8, 9],
        ['tool', 9, null, '禁言'],
      ],
      { toolCalls: [call('禁言', '{"userId":"90233100","seconds":600}', 'asking', 9, null)] },
    ),
    turn(704, 32, '楼上楼下业主群（三期东区）', 12, [['queued', 12, null]]),
    turn(705, 32, '楼上楼下业主群（三期东区）', 5, [['queued', 5, null]]),
    turn(706, 33, '跑团第三季', 26, [
      ['thinking', 25.8, 23.5],
      ['sending', 23.5, 22.5, '1 条'],
    ]),
    turn(707, 33, '跑团第三季', 13.4, [
      ['thinking', 13.2, 11.1],
      ['sending', 11.1, 10.1, '1 条'],
    ]),
    turn(708, 34, '妈', 15.4, [
      ['queued', 15.2, 13.2],
      ['thinking', 13.2, 11.1],
      ['sending', 11.1, 10.1, '1 条'],
    ]),
  ]
}
