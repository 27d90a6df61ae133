/** Prompts that were typed and not saved, by chat: looking at another chat must not lose them. */
const drafts = new Map<number, string>()

export function draftOf(chatId: number): string | undefined {
  return drafts.get(chatId)
}

export function keepDraft(chatId: number, text: string, saved: string): void {
  if (text === saved) drafts.delete(chatId)
  else drafts.set(chatId, text)
}

export function dropDraft(chatId: number): void {
  drafts.delete(chatId)
}
