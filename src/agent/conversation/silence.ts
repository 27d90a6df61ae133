/** What a model writes when it chooses to say nothing, with whatever it puts around it. */
const mark = /^[\s"'「『“`*_]*[[【(（<]\s*(?:沉默|不回复|不说话|无需回复|silence|silent|pass|no reply)\s*\/?[\]】)）>][\s"'」』”`*_。.!！]*$/i

/** Longer than any way of writing the mark. */
const longest = 40

/** Whether an answer only says that there is nothing to say. */
export function isSilence(text: string): boolean {
  return text.length <= longest && mark.test(text)
}

/** For what the bot only overheard: most of it needs no answer. */
export const silenceHint = '（没有人直接叫你，觉得不用接话就只输出 [沉默]）'
