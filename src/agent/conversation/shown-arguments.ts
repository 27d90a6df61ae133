import { head } from '../kernel/text.ts'
import { maskFields, maskText } from '../logs/mask.ts'

/** Arguments of a call as people may see them: what looks like a key is masked. @param most characters. */
export function shownArguments(text: string, most: number): string {
  return head(masked(text), most)
}

function masked(text: string): string {
  try {
    return JSON.stringify(maskFields(JSON.parse(text || '{}')))
  } catch {
    return maskText(text)
  }
}
