import type { McpServer, McpState } from '../../../shared/tools.ts'
import { t } from '../../i18n/i18n.ts'
import type { Tone } from '../../ui/dot.tsx'
import { maskedArguments, maskedUrl } from './mcp-mask.ts'

/** What a server is called: what the owner named it, else its short name. */
export function mcpTitle({ title, id }: Pick<McpServer, 'title' | 'id'>): string {
  return title || id
}

/** How a server is, as a word and a colour. Of one that is switched off nothing else matters. */
export function mcpWord(
  state: McpState['state'] | undefined,
  enabled: boolean,
): { tone: Tone; word: string; live: boolean } {
  if (!enabled) return { tone: 'mute', word: t('关着'), live: false }
  const words: Record<McpState['state'], { tone: Tone; word: string; live: boolean }> = {
    off: { tone: 'mute', word: t('关着'), live: false },
    starting: { tone: 'accent', word: t('正在连'), live: true },
    running: { tone: 'ok', word: t('连上了'), live: false },
    'waiting-retry': { tone: 'err', word: t('等着再连'), live: false },
    failed: { tone: 'err', word: t('连不上'), live: false },
  }
  return words[state ?? 'starting']
}

/** How one gets to a server, in one line; what looks like a key is hidden. */
export function mcpAddress(server: McpServer): string {
  if (server.transport !== 'stdio') return maskedUrl(server.url)
  return maskedArguments([server.command, ...server.args]).join(' ')
}

export function transportTitle(transport: McpServer['transport']): string {
  const titles: Record<McpServer['transport'], string> = {
    stdio: t('本机程序'),
    http: 'HTTP',
    sse: 'SSE',
  }
  return titles[transport]
}

/** That a key stands where it is not kept secret, and where it would be. */
export function openKeyWords(transport: McpServer['transport']): string {
  return transport === 'stdio'
    ? t('参数里像是有 Key：会明文存在 config.json 里，放进环境变量才保密。')
    : t('地址里像是有 Key：会明文存在 config.json 里，放进请求头才保密。')
}
