/**
 * Why a message was taken for an answer, or was not. Codes are stored with the message;
 * the texts are what the panel shows after 为什么回 / 为什么没回.
 */
export const takenReasons = {
  private: '私聊，句句都回',
  mention: '被 @',
  'reply-to-bot': '回复了机器人的消息',
  command: '是一条指令',
  retry: '你在面板里让它重答',
} as const

export const ignoredReasons = {
  'not-addressed': '没有叫机器人，作为背景交给模型',
  paused: '回复已暂停，只做记录',
  stale: '到得太晚，只做记录',
  empty: '没有能读的内容',
  'not-spoken': '是系统提示，不是人说的',
  'own-account': '是你自己的另一个机器人账号说的',
  'ignored-user': '这个号码在「不理的号码」里',
  'lane-full': '排队的太多，这条没有排上',
} as const

export type TakenReason = keyof typeof takenReasons
export type IgnoredReason = keyof typeof ignoredReasons
export type DecisionReason = TakenReason | IgnoredReason

export function isTaken(reason: DecisionReason): reason is TakenReason {
  return Object.hasOwn(takenReasons, reason)
}

/** The sentence for a reason; codes of a newer version read as themselves. */
export function decisionText(reason: string): string {
  return ({ ...takenReasons, ...ignoredReasons } as Record<string, string>)[reason] ?? reason
}
