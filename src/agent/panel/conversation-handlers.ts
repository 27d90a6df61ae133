import { buildRequest, type RequestParts, tokenCounter } from '../conversation/request.ts'
import type { Handlers } from './call.ts'
import type { HandlerParts } from './handlers.ts'
import { chatAt } from './unknown-thing.ts'

type Names = 'prompts.preview' | 'chats.summary' | 'chats.setSummary' | 'chats.undoSummary' | 'chats.setAside'

/** What a chat's next request would be, what its history was summed up to, and what had to be left out. */
export function conversationHandlers(parts: HandlerParts): Pick<Handlers, Names> {
  const { storage, editor, models, config, clock } = parts
  const request: RequestParts = {
    storage,
    models,
    clock,
    config: () => config.value,
    characterOf: (chat) => editor.characterOf(chat),
  }
  return {
    'prompts.preview': ({ chatId, core, own, character }) => {
      const chat = chatAt(storage, chatId)
      const settings = editor.settingsOf(chat)
      const resolved = models.resolve(settings.model)
      const model = 'name' in resolved ? resolved.name : settings.model
      const texts = { core, own, character }
      const prompt = buildRequest(request, { chat, asked: [], settings, model, texts })
      const count = tokenCounter(models, model)
      const [, ...history] = prompt.messages
      const said = history.map(({ content }) => content).join('\n')
      const spoken = said.endsWith(prompt.tail) ? said.slice(0, -prompt.tail.length).trimEnd() : said
      const written = [
        ...prompt.system.parts,
        ...(spoken === '' ? [] : [{ kind: 'history' as const, text: spoken }]),
        { kind: 'tail' as const, text: prompt.tail },
      ].map((part) => ({ ...part, tokens: count(part.text) }))
      const tokens = written.reduce((sum, part) => sum + part.tokens, 0)
      const last = written.at(-1)?.tokens ?? 0
      return { model, parts: written, tokens, stableTokens: tokens - last }
    },

    'chats.summary': ({ chatId }) => {
      const chat = chatAt(storage, chatId)
      const [newest, before] = storage.summaries.newest(chatId, chat.contextFrom)
      if (!newest) return null
      const { text, at, author } = newest
      return { text, at, by: author, canUndo: before !== undefined || author === 'person' }
    },
    'chats.setSummary': async ({ chatId, text }) => {
      const chat = chatAt(storage, chatId)
      const newest = storage.summaries.newest(chatId, chat.contextFrom)[0]
      storage.summaries.add({
        chatId,
        fromAnchor: chat.contextFrom,
        uptoAnchor: newest?.uptoAnchor ?? Math.max(chat.cutFrom, chat.contextFrom),
        text: text.trim(),
        author: 'person',
        at: clock.now(),
      })
      await storage.database.committed()
      return null
    },
    'chats.undoSummary': async ({ chatId }) => {
      const newest = storage.summaries.newest(chatId, chatAt(storage, chatId).contextFrom)[0]
      if (newest) storage.summaries.remove(newest.id)
      await storage.database.committed()
      return null
    },
    'chats.setAside': ({ chatId }) => storage.setAside.ofChat(chatAt(storage, chatId).id),
  }
}
