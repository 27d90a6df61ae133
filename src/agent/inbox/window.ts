import type { ChatSettings } from '../../shared/settings.ts'

/** What stands for something that is no text; alone it waits for the words that belong to it. */
const media = /^\s*(?:\[(?:图片|动画表情|闪照|语音|视频|文件|合并转发)(?::[^\]\n]*)?\]\s*)+$/

/** Whether a message says nothing yet: only a picture and the like, or only the bot's name. */
export function waitsForWords(text: string): boolean {
  return text.trim() === '' || media.test(text)
}

/** How long to wait for more after this message, in milliseconds; 0 for not at all. */
export function windowMs(
  merge: ChatSettings['merge'],
  message: { readonly kind: 'private' | 'group'; readonly text: string },
): number {
  const quiet = message.kind === 'private' ? merge.privateSeconds : merge.seconds
  if (quiet === 0) return 0
  const wanted = waitsForWords(message.text) ? Math.max(quiet, merge.mediaSeconds) : quiet
  return Math.min(wanted, merge.maxSeconds) * 1000
}
