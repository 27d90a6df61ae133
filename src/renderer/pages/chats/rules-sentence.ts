import type { ChatSettings } from '../../../shared/settings.ts'
import type { ChatRow } from '../../../shared/state.ts'
import { chatFields } from '../../forms/setting-groups.ts'
import { t } from '../../i18n/i18n.ts'
import { formatCount, shortModel } from '../../ui/format.ts'

/** Which chats a sentence is about: one kind, or all that inherit the settings. */
type Kind = ChatRow['kind'] | 'both'

/** 「私聊句句回；群里被 @、被回复、叫「小杏」就回；别的话 10 % 插一句；23:00–07:30 安静。」 */
export function rulesSentence(settings: ChatSettings, kind: Kind): string {
  const parts = [
    kind !== 'group' && (settings.triggers.private ? t('私聊句句回') : t('私聊只记录，不回')),
    ...(kind === 'private' ? [privatePoke(settings)] : groupParts(settings)),
    quietPart(settings, kind),
  ]
  return `${parts.filter(Boolean).join('；')}。`
}

function privatePoke({ triggers }: ChatSettings): string | false {
  return triggers.poke && t('被戳也回')
}

function groupParts({ triggers }: ChatSettings): (string | false)[] {
  const { mention, replyToBot, nicknames, keywords, prefixes, patterns, poke, probability } = triggers
  const causes = [
    mention && t('被 @'),
    replyToBot && t('被回复'),
    nicknames.length > 0 && t('叫{{words}}', { words: quoted(nicknames) }),
    keywords.length > 0 && t('说到{{words}}', { words: quoted(keywords) }),
    prefixes.length > 0 && t('用{{words}}开头', { words: quoted(prefixes) }),
    patterns.length > 0 && t('符合 {{n}} 条正则', { n: patterns.length }),
    poke && t('被戳'),
  ].filter((cause) => cause !== false)
  if (causes.length === 0) {
    if (probability === 0) return [t('群里谁叫都不回')]
    return [probability === 100 ? t('群里句句回') : t('群里的话 {{n}} % 回一句', { n: probability })]
  }
  return [
    t('群里{{causes}}就回', { causes: causes.join('、') }),
    probability === 100
      ? t('别的话也句句回')
      : probability > 0 && t('别的话 {{n}} % 插一句', { n: probability }),
  ]
}

/** Words that are named; the rest are counted. */
const named = 3
const longestNamed = 12

function quoted(words: readonly string[]): string {
  const first = words
    .slice(0, named)
    .map((word) => `「${word.length > longestNamed ? `${word.slice(0, longestNamed)}…` : word}」`)
    .join('')
  return words.length > named ? t('{{words}}等 {{n}} 个', { words: first, n: words.length }) : first
}

function quietPart({ triggers }: ChatSettings, kind: Kind): string | false {
  if (triggers.quietHours.length === 0) return false
  const hours = spans(triggers.quietHours)
  if (!triggers.quietMentions) return t('{{hours}} 安静', { hours })
  return kind === 'private'
    ? t('{{hours}} 安静，但私聊照回', { hours })
    : t('{{hours}} 安静，但被 @ 还是回', { hours })
}

function spans(hours: readonly string[]): string {
  return hours.map((span) => span.replace('-', '–')).join('、')
}

/** What a closed group of settings holds, in a few words. */
export function groupWords(id: string, settings: ChatSettings, kind: ChatRow['kind']): string {
  const words: Record<string, () => string> = {
    model: () => shortModel(settings.model),
    history: () => t('{{n}} 词元', { n: formatCount(settings.history.tokens) }),
    merge: () => mergeWords(settings, kind),
    running: () =>
      [optionTitle('whileRunning', settings.whileRunning), optionTitle('queueMode', settings.queueMode)].join(
        ' · ',
      ),
    limits: () => limitWords(settings),
    manners: () => mannerWords(settings, kind),
    pictures: () => optionTitle('pictures.look', settings.pictures.look),
  }
  return words[id]?.() ?? ''
}

function mergeWords({ merge }: ChatSettings, kind: ChatRow['kind']): string {
  const seconds = kind === 'private' ? merge.privateSeconds : merge.seconds
  if (seconds === 0 || merge.maxSeconds === 0) return t('马上回')
  return t('等 {{n}} 秒，最多 {{max}} 秒', { n: seconds, max: merge.maxSeconds })
}

function limitWords({ triggers, rateLimit }: ChatSettings): string {
  const limits = [
    triggers.quietHours.length > 0 && spans(triggers.quietHours),
    triggers.cooldownSeconds > 0 && t('冷却 {{n}} 秒', { n: triggers.cooldownSeconds }),
    triggers.personCooldownSeconds > 0 && t('每人 {{n}} 秒', { n: triggers.personCooldownSeconds }),
    rateLimit.perMinute > 0 && t('每分钟 {{n}} 次', { n: rateLimit.perMinute }),
  ].filter(Boolean)
  return limits.length === 0 ? t('没有') : limits.join(' · ')
}

function mannerWords({ reply }: ChatSettings, kind: ChatRow['kind']): string {
  const manners = [
    kind === 'group' && reply.quote && t('引用'),
    kind === 'group' && reply.mention && t('@ 人'),
    reply.bubbles === 'off' ? t('整段发') : t('拆成几条'),
  ]
  return manners.filter(Boolean).join(' · ')
}

function optionTitle(path: string, value: string): string {
  const control = chatFields.get(path)?.control
  if (control?.kind !== 'choice') return value
  return t(control.options.find((option) => option.value === value)?.title ?? value)
}
