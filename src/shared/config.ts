import { z } from 'zod'
import { Budget } from './costs.ts'
import { field } from './field.ts'
import { ImagesConfig } from './pictures.ts'
import { EntryId, Provider, Slots } from './provider.ts'
import { Secret } from './secret.ts'
import { ChatSettings, defaultCorePrompt, longestPrompt, QQNumber } from './settings.ts'
import { ToolsConfig } from './tools.ts'

export { Model, Provider, splitModelName } from './provider.ts'
export { Secret, SecretRef, secretFields } from './secret.ts'

const Port = z.int().min(0).max(65_535)

const accountBase = {
  id: EntryId,
  kind: z.literal('onebot11').default('onebot11'),
  title: z.string().max(64).default(''),
  enabled: z.boolean().default(true),
  accessToken: Secret.default(''),
  /** The bot's number, learnt from the first connection and kept from then on. */
  selfId: QQNumber.optional(),
}

export const ServerAccount = z.strictObject({
  ...accountBase,
  mode: z.literal('server'),
  host: z.string().min(1).max(255).default('127.0.0.1'),
  port: Port.default(6700),
  /** One more path beside the usual ones. */
  path: z.string().startsWith('/').max(255).optional(),
})
export const ClientAccount = z.strictObject({
  ...accountBase,
  mode: z.literal('client'),
  url: z.string().regex(/^wss?:\/\/[^\s]+$/, '要以 ws:// 或 wss:// 开头'),
  allowSelfSigned: z.boolean().default(false),
})
export const Account = z.discriminatedUnion('mode', [ServerAccount, ClientAccount])
export type Account = z.infer<typeof Account>
export type ServerAccount = z.infer<typeof ServerAccount>
export type ClientAccount = z.infer<typeof ClientAccount>

/** What a QQ user is to this bot: 主人, 信任, 成员, 拉黑. */
export const Role = z.enum(['owner', 'trusted', 'member', 'blocked'])
export type Role = z.infer<typeof Role>

export const SandboxPerson = z.strictObject({
  id: QQNumber,
  name: z.string().min(1).max(32),
  groupRole: z.enum(['owner', 'admin', 'member']).default('member'),
  /** What this person is to the bot, in 试聊 only. */
  role: Role.default('member'),
})
export type SandboxPerson = z.infer<typeof SandboxPerson>

const sandboxPeople: SandboxPerson[] = [
  { id: '90001', name: '我', groupRole: 'owner', role: 'owner' },
  { id: '90002', name: '阿岚', groupRole: 'admin', role: 'trusted' },
  { id: '90003', name: '大橘', groupRole: 'member', role: 'member' },
  { id: '90004', name: '老周', groupRole: 'member', role: 'member' },
  { id: '90005', name: '小满', groupRole: 'member', role: 'member' },
]

const People = z.array(QQNumber).max(5000)

/** Who may do what with the bot, by QQ number. */
const Access = z
  .strictObject({
    owners: field(People.default([]), '主人什么指令都能用。用「认主人」加最稳妥。', {
      title: '主人',
      depth: 'simple',
    }),
    trusted: field(People.default([]), '信任的人能改聊天的模型和提示词、清空上下文。', {
      title: '信任的人',
      depth: 'simple',
    }),
    blocked: field(People.default([]), '拉黑的人说的话只记录，从不回。', {
      title: '拉黑的人',
      depth: 'simple',
    }),
    onlyUsers: field(People.default([]), '填了就只回这些人，主人和信任的人除外；空着就不限制。', {
      title: '只回这些人',
      depth: 'all',
    }),
    groupAdmins: field(z.enum(['trusted', 'member']).default('trusted'), '群主和管理员在自己的群里算什么。', {
      title: '群主和管理员',
      depth: 'simple',
      options: { trusted: '算信任的人', member: '算普通成员' },
    }),
    privateSelf: field(z.boolean().default(true), '私聊里，每个人都能改自己这个聊天的模型和提示词。', {
      title: '私聊自己做主',
      depth: 'simple',
    }),
    newGroups: field(
      z.enum(['open', 'ask']).default('open'),
      '没允许过的群直接回，还是等你允许。改成等你允许时，现在在回的群也要允许一次。',
      {
        title: '新的群',
        depth: 'simple',
        options: { open: '直接回', ask: '等我允许' },
      },
    ),
    newPrivates: field(
      z.enum(['open', 'ask']).default('open'),
      '没允许过的私聊直接回，还是等你允许。改成等你允许时，现在在聊的人也要允许一次。',
      {
        title: '新的私聊',
        depth: 'simple',
        options: { open: '直接回', ask: '等我允许' },
      },
    ),
    ignoreBots: field(z.boolean().default(true), '不理 QQ 官方机器人的号段，免得机器人之间没完没了。', {
      title: '不理官方机器人',
      depth: 'all',
    }),
  })
  .prefault({})

/** What a command needs: everybody, 信任 and 主人, or 主人 alone. */
export const CommandRole = z.enum(['everyone', 'trusted', 'owner'])
export type CommandRole = z.infer<typeof CommandRole>

/** What was changed of a command; what is missing is as it was built. */
export const CommandOptions = z.strictObject({
  enabled: z.boolean().optional(),
  role: CommandRole.optional(),
  /** Further names, without `#`. */
  aliases: z
    .array(z.string().regex(/^[^\s#＃]{1,16}$/, '别名不能有空格和 #，最多 16 个字'))
    .max(10)
    .optional(),
})
export type CommandOptions = z.infer<typeof CommandOptions>

/** The whole of config.json. Every field but ids and addresses has a default. */
export const Config = z.strictObject({
  accounts: uniqueBy(z.array(Account), 'id').default([]),
  providers: uniqueBy(z.array(Provider), 'id').default([]),
  /** Models by purpose, the first that works is used; chatting has its own in `defaults` and in every chat. */
  slots: Slots,
  defaults: ChatSettings.prefault({}),
  corePrompt: field(
    z.string().max(longestPrompt).default(defaultCorePrompt),
    '所有聊天共用的底子，改了下一条就生效。',
    {
      title: '基础提示词',
      depth: 'simple',
      multiline: true,
    },
  ),
  botName: field(z.string().min(1).max(32).default('小杏'), '机器人怎么称呼自己。', {
    title: '机器人名字',
    depth: 'simple',
  }),
  inbox: z
    .strictObject({
      resumeMinutes: field(
        z.number().min(0).max(1440).default(10),
        '重启后，多久以内没回完的消息会接着回。',
        {
          title: '接着回',
          unit: '分钟',
          depth: 'simple',
        },
      ),
      staleSeconds: field(z.number().min(10).max(86_400).default(120), '到得太晚的消息只记录，不回。', {
        title: '过时不回',
        unit: '秒',
        depth: 'all',
      }),
      laneLength: field(z.int().min(1).max(1000).default(50), '一个聊天最多排几条，再多的不回并标出来。', {
        title: '队列长度',
        unit: '条',
        depth: 'all',
      }),
      maxTurns: field(z.int().min(1).max(1000).default(100), '所有聊天加起来，同时最多回几条。', {
        title: '同时回复',
        unit: '条',
        depth: 'all',
      }),
      overflow: field(
        z.enum(['new', 'old']).default('new'),
        '队列满了以后，不要新来的，还是让最早排的让位。',
        {
          title: '排满以后',
          depth: 'all',
          options: { new: '不收新的', old: '丢最早的' },
        },
      ),
      idleMinutes: field(
        z.number().min(0.1).max(120).default(5),
        '一个回答这么久没有任何动静，就停下它，让后面的接着回。',
        { title: '回答卡住', unit: '分钟', depth: 'all' },
      ),
      ignoredUsers: field(z.array(QQNumber).default(['2854196310']), '这些号码的消息从不回，比如 QQ 管家。', {
        title: '不理的号码',
        depth: 'all',
      }),
    })
    .prefault({}),
  access: Access,
  images: ImagesConfig,
  budget: Budget,
  tools: ToolsConfig,
  commands: z.record(z.string().min(1).max(32), CommandOptions).default({}),
  logs: z
    .strictObject({
      level: field(z.enum(['debug', 'info', 'warn', 'error']).default('info'), '低于它的不写进日志。', {
        title: '日志级别',
        depth: 'all',
        options: { debug: '细节', info: '信息', warn: '注意', error: '错误' },
      }),
      keepFiles: field(
        z.int().min(1).max(1000).default(60),
        '最多留多少个旧日志文件，更早的自动删掉；每天、每次启动换一个新的。',
        {
          title: '日志保留',
          unit: '个',
          depth: 'simple',
        },
      ),
      maxFileMegabytes: field(z.int().min(1).max(1024).default(20), '一个日志文件最大多少，超过就换新的。', {
        title: '单个日志文件',
        unit: 'MB',
        depth: 'all',
      }),
    })
    .prefault({}),
  sandbox: z
    .strictObject({ people: uniqueBy(z.array(SandboxPerson).max(50), 'id').default(sandboxPeople) })
    .prefault({}),
  paused: z.boolean().default(false),
})
export type Config = z.infer<typeof Config>

function uniqueBy<T extends z.ZodArray<z.ZodType<Record<K, string>>>, K extends string>(array: T, key: K) {
  return array.superRefine((entries, context) => {
    const seen = new Set<string>()
    entries.forEach((entry, index) => {
      const id = entry[key]
      if (seen.has(id))
        context.addIssue({ code: 'custom', path: [index, key], message: `「${id}」出现了两次` })
      seen.add(id)
    })
  })
}

/** True for addresses that only this machine can reach. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}
