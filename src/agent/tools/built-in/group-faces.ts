/** QQ's own faces by what they say; the first of a row is the plainest. */
const faces = {
  开心: ['14', '13', '21'],
  惊讶: ['0', '180', '325'],
  伤心: ['5', '9', '15', '106'],
  大笑: ['182', '193', '28'],
  害怕: ['26', '110'],
  喜欢: ['76', '201'],
  爱心: ['66', '319'],
  生气: ['11', '326'],
} satisfies Record<string, readonly [string, ...string[]]>

export type Feeling = keyof typeof faces

export const feelings = Object.keys(faces) as [Feeling, ...Feeling[]]

/** A face for a feeling, not always the same one. `random` gives numbers from 0 to below 1. */
export function faceIn(feeling: Feeling, random: () => number = Math.random): string {
  const row = faces[feeling]
  return row[Math.floor(random() * row.length)] ?? row[0]
}
