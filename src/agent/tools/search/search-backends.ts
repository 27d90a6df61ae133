import type { SearchBackend as Name } from '../../../shared/tools.ts'
import { baidu } from './baidu.ts'
import { bing } from './bing.ts'
import { bocha } from './bocha.ts'
import type { SearchBackend } from './search-backend.ts'
import { searxng } from './searxng.ts'
import { tavily } from './tavily.ts'

export const searchBackends: Readonly<Record<Name, SearchBackend>> = { bing, baidu, tavily, bocha, searxng }
