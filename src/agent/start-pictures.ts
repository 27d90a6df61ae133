import type { Config } from '../shared/config.ts'
import type { ChatSettings } from '../shared/settings.ts'
import type { AgentOptions } from './agent.ts'
import type { ChatClient } from './chat/chat-client.ts'
import { ChatPictures } from './conversation/chat-pictures.ts'
import { Eyes } from './conversation/eyes.ts'
import { type Images, startImages } from './images/images.ts'
import type { Clock } from './kernel/clock.ts'
import type { Lifetime } from './kernel/lifetime.ts'
import type { Log } from './kernel/log.ts'
import type { Models } from './models/models.ts'
import type { ChatBoard } from './state/chat-board.ts'
import type { PanelState } from './state/panel-state.ts'
import type { ProblemBoard } from './state/problem-board.ts'
import type { ChatRecord } from './storage/chats.ts'
import type { NewModelCall } from './storage/model-calls.ts'
import type { Storage } from './storage/storage.ts'

export interface PicturesParts {
  readonly options: AgentOptions
  readonly storage: Storage
  readonly models: Models
  readonly boards: { readonly chats: ChatBoard }
  readonly topic: PanelState['topics']['pictures']
  readonly problems: ProblemBoard
  readonly clock: Clock
  readonly log: Log
  config(): Config
  book(call: NewModelCall): void
  settings(chat: ChatRecord): ChatSettings
  client(selfId: string): ChatClient | null
}

const noEyes = {
  code: 'picture.no-eyes',
  message: '有图片没能看：模型不会看图，也没有选「看图」的模型',
  hint: '在模型页的「看图」里选一个会看图的',
}

/** Everything about pictures: the store with its queues, who fetches them for a chat, and who looks at them. */
export function startPictures(
  life: Lifetime,
  parts: PicturesParts,
): { images: Images; pictures: ChatPictures; eyes: Eyes } {
  const { options, storage, models, boards, topic, problems, clock, log, config, book, settings, client } =
    parts
  const { dataDir, workers, sharp } = options

  const webpPreferred = (chatId: number | null): boolean => {
    const chat = chatId === null ? null : storage.chats.get(chatId)
    const { model } = chat ? settings(chat) : config().defaults
    const resolved = models.resolve(model)
    return 'name' in resolved && models.describe(resolved.name)?.webp === true
  }
  const images = startImages(life, {
    dataDir,
    worker: workers.image,
    sharp,
    clock,
    log,
    topic,
    rows: storage.pictures,
    webpPreferred,
    config: () => config().images,
  })
  const pictures = new ChatPictures({ storage, images, board: boards.chats, config, settings, client })
  const count = { made: 'captions', spared: 'captionsSpared' } as const
  const eyes = new Eyes({
    storage,
    images,
    models,
    book,
    clock,
    log,
    config,
    counted: (what) => topic.set(count[what], topic.value[count[what]] + 1),
    blind: (isBlind) =>
      problems.set('eyes', isBlind ? noEyes : null, { severity: 'warning', page: '/models' }),
    quit: life.signal,
  })
  return { images, pictures, eyes }
}
