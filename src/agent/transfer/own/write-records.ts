import type { Character } from '../../../shared/character.ts'
import type { Config } from '../../../shared/config.ts'
import type { PromptVersion } from '../../../shared/prompts.ts'
import type { ChatRecord } from '../../storage/chats.ts'
import type { MessageRecord } from '../../storage/messages.ts'
import type { Storage } from '../../storage/storage.ts'
import type { SummaryRecord } from '../../storage/summaries.ts'
import { pictureRecords } from './picture-records.ts'
import { withoutSecrets } from './without-secrets.ts'

/** How records of an export name a chat: `<the bot's number>/qq_group_<number>`. */
export function chatName({ address }: Pick<ChatRecord, 'address'>): string {
  return `${address.selfId}/${address.key}`
}

/** The configuration without secrets and without what belongs to this machine's moment: the pause. */
export function configRecord(config: Config, character: Character | null): object {
  const { paused: _paused, defaults, accounts, providers, ...rest } = config
  const { character: _id, ...settings } = defaults
  const shown = {
    ...rest,
    accounts: accounts.map((one) => (one.mode === 'client' ? { ...one, url: publicUrl(one.url) } : one)),
    providers: providers.map((one) => ({ ...one, baseUrl: publicUrl(one.baseUrl) })),
    defaults: settings,
  }
  return { type: 'config', config: withoutSecrets(shown), character: character?.name ?? '' }
}

export function characterRecord({ id, name, avatar, prompt, greeting, settings }: Character): object {
  return { type: 'character', id, name, avatar, prompt, greeting, settings }
}

/** `owner` names the prompt: nothing for the core prompt, `chat` or `character`. */
export function versionRecord({ text, name, at }: PromptVersion, owner: object): object {
  return { type: 'promptVersion', ...owner, text, name, at }
}

export function chatRecord(chat: ChatRecord, { characters, speakers }: Storage): object {
  const { character: id, ...settings } = chat.settings
  const character = typeof id === 'number' ? (characters.get(id)?.name ?? '') : undefined
  const { viaGroup } = chat.address
  return {
    type: 'chat',
    chat: chatName(chat),
    title: chat.title,
    viaGroup,
    settings,
    character,
    speakers: speakers.inOrder(chat.id),
  }
}

/** What is not there is left out. Turns and unfinished sends stay behind: an import must never send anything. */
export function messageRecord(message: MessageRecord, chat: string): object {
  const { id, anchor, author, senderId, senderName, text, at, delivery } = message
  const some = <T>(value: T | null): T | undefined => value ?? undefined
  return {
    type: 'message',
    chat,
    id,
    anchor: anchor === id ? undefined : anchor,
    from: author,
    kind: message.kind === 'said' ? undefined : message.kind,
    senderId,
    name: senderName,
    groupRole: some(message.groupRole),
    text,
    at,
    platformId: some(message.platformId),
    replyTo: some(message.replyTo),
    quote: message.quote
      ? { ...message.quote, images: pictureRecords(message.quote.images ?? []) }
      : undefined,
    images: pictureRecords(message.images),
    reason: some(message.reason),
    rule: some(message.rule),
    delivery: delivery === 'waiting' ? 'failed' : delivery === 'sending' ? 'unknown' : some(delivery),
    problem: some(message.problem),
    recalled: message.recalled || undefined,
  }
}

/** Where the context begins, in ids of messages; after the messages, since they have to be known. */
export function contextRecord(chat: ChatRecord): object {
  const { contextFrom, contextBeforeClear, cutFrom } = chat
  return {
    type: 'context',
    chat: chatName(chat),
    from: contextFrom,
    beforeClear: contextBeforeClear ?? undefined,
    cutFrom,
  }
}

export function summaryRecord(summary: SummaryRecord, chat: string): object {
  const { fromAnchor: from, uptoAnchor: upto, text, author: by, at } = summary
  return { type: 'summary', chat, from, upto, text, by, at }
}

/** An address without the user, the password and the token that may stand in it. */
function publicUrl(address: string): string {
  if (!URL.canParse(address)) return address
  const url = new URL(address)
  const secret = [...url.searchParams.keys()].filter((name) => /token|key|secret/i.test(name))
  if (url.username === '' && url.password === '' && secret.length === 0) return address
  url.username = ''
  url.password = ''
  for (const name of secret) url.searchParams.delete(name)
  return url.href
}
