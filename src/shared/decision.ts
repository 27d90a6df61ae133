/**
 * Why a message was taken for an answer, or was not. Codes are stored with the message;
 * the texts are what the panel shows after 为什么回 / 为什么没回.
 */
export const takenReasons = {
  private: '私聊，句句都回',
  mention: '被 @',
  'reply-to-bot': '回复了机器人的消息',
  prefix: '用前缀开头',
  nickname: '叫了名字',
  keyword: '说到了关键词',
  pattern: '符合正则',
  probability: '随机插话',
  poke: '被戳了戳',
  'follow-up': '接着上一句，合在一起回',
  command: '是一条指令',
  'tool-answer': '是在等的回答，交给工具了',
  retry: '有人让它重答',
} as const

export const ignoredReasons = {
  'not-addressed': '没有叫机器人，作为背景交给模型',
  paused: '回复已暂停，只做记录',
  stale: '到得太晚，只做记录',
  empty: '没有能读的内容',
  'not-spoken': '是系统提示，不是人说的',
  'own-account': '是你自己的另一个机器人账号说的',
  'ignored-user': '这个号码在「不理的号码」里',
  'bot-account': '是 QQ 官方机器人的号码',
  'user-blocked': '这个人被拉黑了',
  'user-not-allowed': '不在「只回这些人」里',
  'user-ignored-here': '这个聊天不理这个人',
  'chat-pending': '新的聊天，等你允许',
  'chat-blocked': '这个聊天被你关掉了',
  'private-off': '这里关了回私聊',
  'mention-off': '这里关了被 @ 时回',
  'reply-off': '这里关了被回复时回',
  muted: '被静音了',
  'bot-muted': '机器人在这里被禁言，说不了话',
  'quiet-hours': '是安静时段',
  'chat-cooldown': '这个聊天还在冷却',
  'person-cooldown': '这个人还在冷却',
  'rate-limit': '这一分钟回得够多了',
  'loop-guard': '接话太快太多，像是机器人在互聊',
  'lane-full': '排队的太多，这条没有排上',
  budget: '今天的预算花完了',
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

/** Where the setting that caused a decision is changed: in the chat's own settings, or in the configuration. */
export interface SettingPlace {
  at: 'chat' | 'config'
  /** Dotted path in `ChatSettings` or in `Config`. */
  path: string
}

const chat = (path: string): SettingPlace => ({ at: 'chat', path })
const config = (path: string): SettingPlace => ({ at: 'config', path })

/** The setting behind a reason. Reasons without one are not a matter of settings. */
export const reasonSettings: Partial<Record<DecisionReason, SettingPlace>> = {
  private: chat('triggers.private'),
  mention: chat('triggers.mention'),
  'reply-to-bot': chat('triggers.replyToBot'),
  prefix: chat('triggers.prefixes'),
  nickname: chat('triggers.nicknames'),
  keyword: chat('triggers.keywords'),
  pattern: chat('triggers.patterns'),
  probability: chat('triggers.probability'),
  poke: chat('triggers.poke'),
  'follow-up': chat('merge.follow'),
  'not-addressed': chat('triggers.probability'),
  stale: config('inbox.staleSeconds'),
  'ignored-user': config('inbox.ignoredUsers'),
  'bot-account': config('access.ignoreBots'),
  'user-blocked': config('access.blocked'),
  'user-not-allowed': config('access.onlyUsers'),
  'user-ignored-here': chat('triggers.ignoredUsers'),
  'chat-pending': chat('allowed'),
  'chat-blocked': chat('allowed'),
  'private-off': chat('triggers.private'),
  'mention-off': chat('triggers.mention'),
  'reply-off': chat('triggers.replyToBot'),
  muted: chat('muted'),
  'quiet-hours': chat('triggers.quietHours'),
  'chat-cooldown': chat('triggers.cooldownSeconds'),
  'person-cooldown': chat('triggers.personCooldownSeconds'),
  'rate-limit': chat('rateLimit.perMinute'),
  'loop-guard': chat('triggers.loopGuard'),
  'lane-full': config('inbox.laneLength'),
  budget: config('budget.day'),
}
