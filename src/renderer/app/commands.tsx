import { CaretRightOutlined, MessageOutlined, PauseOutlined, SwapOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'
import type { Config } from '../../shared/config.ts'
import { sandboxSelfId } from '../../shared/sandbox.ts'
import type { ChatRow } from '../../shared/state.ts'
import { t } from '../i18n/i18n.ts'
import { editConfig } from '../live/edit.ts'
import { shortModel } from '../ui/format.ts'
import { modelNames } from './model-names.ts'
import { pages } from './pages.tsx'
import { setPaused } from './pause.ts'
import { navigate } from './router.ts'

const groups = ['chat', 'page', 'action'] as const
type Group = (typeof groups)[number]

export interface Command {
  id: string
  group: Group
  icon: ReactNode
  title: string
  note: string
  run: () => void
}

interface CommandSources {
  chats: Record<string, ChatRow> | undefined
  config: Config | undefined
  paused: boolean | undefined
}

export function groupTitle(group: Group): string {
  const titles: Record<Group, string> = { chat: t('聊天'), page: t('页面'), action: t('动作') }
  return titles[group]
}

/** Everything the palette can do right now: chats newest first, pages, actions. */
export function commandsOf({ chats = {}, config, paused = false }: CommandSources): Command[] {
  return [
    ...chatCommands(Object.values(chats)),
    ...pageCommands(),
    pauseCommand(paused),
    ...modelCommands(config),
  ]
}

/** Of each group: with a thousand chats the actions below them have to be in reach. */
const shown = 20
/** Chats before anything is typed. */
const latestChats = 6

/** Commands whose title holds the words, as they are written; all of them when nothing is typed. */
export function matching(commands: Command[], words: string): Command[] {
  const wanted = words.trim().toLowerCase()
  const found = commands.filter(({ title }) => title.toLowerCase().includes(wanted))
  return groups.flatMap((group) => {
    const limit = group === 'chat' && wanted === '' ? latestChats : shown
    return found.filter((command) => command.group === group).slice(0, limit)
  })
}

function chatCommands(chats: ChatRow[]): Command[] {
  return chats
    .filter((chat) => chat.selfId !== sandboxSelfId)
    .toSorted((a, b) => b.lastAt - a.lastAt)
    .map((chat) => ({
      id: `chat-${chat.id}`,
      group: 'chat',
      icon: <MessageOutlined />,
      title: chat.title,
      note: chat.model ? shortModel(chat.model) : '',
      run: () => navigate(`/chats/${chat.id}`),
    }))
}

function pageCommands(): Command[] {
  return pages.map((page) => ({
    id: `page-${page.path}`,
    group: 'page',
    icon: page.icon,
    title: t(page.title),
    note: '',
    run: () => navigate(page.path),
  }))
}

function pauseCommand(paused: boolean): Command {
  return {
    id: 'pause',
    group: 'action',
    icon: paused ? <CaretRightOutlined /> : <PauseOutlined />,
    title: paused ? t('恢复回复') : t('暂停回复'),
    note: 'Ctrl+Shift+P',
    run: () => void setPaused(!paused),
  }
}

function modelCommands(config: Config | undefined): Command[] {
  if (!config) return []
  return modelNames(config)
    .filter((model) => model !== config.defaults.model)
    .map((model) => ({
      id: `model-${model}`,
      group: 'action',
      icon: <SwapOutlined />,
      title: t('默认模型换成 {{model}}', { model: shortModel(model) }),
      note: t('现在是 {{model}}', { model: shortModel(config.defaults.model) }),
      run: () =>
        void editConfig(
          [{ path: ['defaults', 'model'], set: model }],
          t('默认模型已改为 {{model}}', { model: shortModel(model) }),
        ),
    }))
}
