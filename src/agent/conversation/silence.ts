/** What a model is told when nobody asked the bot by name: it need not answer. */
export const silenceHint = '（没有人直接叫你。没有必要说话就只回 [沉默]，不要解释。）'

const mark =
  /[[【<(（]\s*\/?\s*(?:沉默|静默|保持沉默|不回复|无需回复|silence|silent|pass|no[ _-]?reply)\s*\/?\s*[\]】>)）]/
const onlyMarks = new RegExp(
  `^[\\s"'“”「」\`*]*(?:${mark.source}[\\s"'“”「」\`*。.!！~…，,;；]*){1,4}$`,
  'iu',
)

/** Whether an answer says nothing but that there is nothing to say: `[沉默]`, `<silence/>`, `【PASS】` … */
export function isSilence(text: string): boolean {
  return text.length <= 100 && onlyMarks.test(text)
}
