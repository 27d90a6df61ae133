import type { Secret } from '../../../shared/secret.ts'
import type { ToolsConfig } from '../../../shared/tools.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { GuardedFetch } from '../../net/guarded-fetch.ts'
import type { Fetch } from '../../net/http.ts'
import type { Desk } from '../desk/desk.ts'
import type { Tool } from '../tool.ts'
import { readPageTool } from './read-page.ts'
import { webSearchTool } from './web-search.ts'

/** What the tools for the web need. */
export interface WebParts {
  /** For addresses that models chose. */
  readonly fetch: GuardedFetch
  /** For addresses that the owner chose: of the search services. */
  readonly http: Fetch
  readonly desk: Desk
  readonly clock: Clock
  config(): ToolsConfig
  /** A secret in the clear; null when it is not there. */
  secret(secret: Secret): string | null
}

/** 搜索与网页 */
export function webTools(parts: WebParts): Tool[] {
  return [webSearchTool(parts), readPageTool(parts)]
}
