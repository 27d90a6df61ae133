import { z } from 'zod'
import { Avatar, type Character } from '../../shared/character.ts'
import { ChatSettings, longestPrompt, type SettingsLayer } from '../../shared/settings.ts'
import { checkLayer } from '../config/inherit.ts'
import { isRecord } from '../kernel/record.ts'
import { faultyPattern } from '../settings/patterns.ts'
import { type CardFields, cardProblem } from './card-problem.ts'

/** Of `extensions.apricot`. Raised when an older program would misread a newer card. */
const version = 1

const Extension = z.object({
  avatar: Avatar.default(''),
  prompt: z.string().max(longestPrompt),
  greeting: z.string().max(2000),
  settings: z.record(z.string(), z.unknown()).default({}),
})

/** Settings are this deep at most; what is deeper is no setting and may be endless. */
const deepest = 8

/** What a card has to carry of a character. */
export type CardCharacter = Omit<Character, 'id' | 'createdAt'>

/**
 * What a card of ours says beyond SillyTavern's fields; null in any other card.
 * Throws `character.card` when it comes from a newer program or a value cannot be used.
 */
export function ourExtension(extensions: CardFields, notes: string[]): Omit<CardCharacter, 'name'> | null {
  const extension = extensions.apricot
  if (extension === undefined) return null
  if (!isRecord(extension) || typeof extension.version !== 'number')
    throw cardProblem('卡里杏桃的那一部分（extensions.apricot）读不懂', '删掉那一部分，就当普通的角色卡导入')
  if (extension.version > version)
    throw cardProblem(
      `这张卡是更新的杏桃导出的（格式 ${extension.version}，这里只认到 ${version}）`,
      '更新杏桃以后再导入',
    )
  if (isDeeperThan(extension.settings, deepest)) throw faulty('settings：套得太深')
  const parsed = Extension.safeParse(extension)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw faulty(`${issue?.path.join('.') ?? ''}：${issue?.message ?? '值不对'}`)
  }
  const { avatar, prompt, greeting, settings } = parsed.data
  return {
    avatar,
    prompt: prompt.toWellFormed(),
    greeting: greeting.toWellFormed(),
    settings: knownSettings(settings, notes),
  }
}

export function writeExtension({ avatar, prompt, greeting, settings }: CardCharacter): CardFields {
  return { apricot: { version, avatar, prompt, greeting, settings } }
}

/** Fields that this version does not have are left out and noted: a card may be older or newer than the program. */
function knownSettings(settings: SettingsLayer, notes: string[]): SettingsLayer {
  const layer = structuredClone(settings)
  const issues = ChatSettings.safeParse(layer).error?.issues ?? []
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') continue
    const parent = issue.path.reduce<unknown>(
      (at, key) => (isRecord(at) ? at[String(key)] : undefined),
      layer,
    )
    for (const key of issue.keys) {
      if (isRecord(parent)) Reflect.deleteProperty(parent, key)
      if (notes.length < 20)
        notes.push(`不认识的设置没有导入：${[...issue.path, key].join('.').slice(0, 60)}`)
    }
  }
  const fault = checkLayer(layer) ?? faultyPattern(layer)
  if (fault) throw faulty(fault)
  return layer
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((item) => isDeeperThan(item, levels - 1))
}

function faulty(fault: string): Error {
  return cardProblem(
    `卡里杏桃的设置用不了：${fault}`,
    '改好 extensions.apricot 里的这一项，或者整个删掉再导入',
  )
}
