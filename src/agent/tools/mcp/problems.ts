import type { Problem } from '../../../shared/problem.ts'
import type { McpServer } from '../../../shared/tools.ts'
import { isRecord } from '../../kernel/record.ts'
import { head } from '../../kernel/text.ts'
import { maskText } from '../../logs/mask.ts'

/** What a server is called in a sentence. */
export function titleOf({ title, id }: Pick<McpServer, 'title' | 'id'>): string {
  return title || id
}

/** Trying again by itself does not help these: somebody has to change something first. */
const lasting = new Set([
  'mcp.command-missing',
  'mcp.folder-missing',
  'mcp.secret',
  'mcp.auth',
  'mcp.redirect',
])
export function isLasting({ code }: Problem): boolean {
  return lasting.has(code)
}

/** Which command needs what; others have to find out themselves. */
const remedies: Readonly<Record<string, string>> = {
  npx: '装上 Node.js（nodejs.org 的 LTS 版）',
  npm: '装上 Node.js（nodejs.org 的 LTS 版）',
  node: '装上 Node.js（nodejs.org 的 LTS 版）',
  uvx: '装上 uv（docs.astral.sh/uv）',
  uv: '装上 uv（docs.astral.sh/uv）',
  bunx: '装上 Bun（bun.sh）',
  bun: '装上 Bun（bun.sh）',
  python: '装上 Python（python.org）',
  python3: '装上 Python（python.org）',
  docker: '装上 Docker Desktop',
}

export function commandMissing(server: McpServer, command: string, folders: readonly string[]): Problem {
  const remedy = remedies[command.toLowerCase().replace(/\.(exe|cmd)$/, '')]
  const isPath = /[\\/]/.test(command)
  return {
    code: 'mcp.command-missing',
    message: isPath
      ? `「${titleOf(server)}」的命令 ${command} 不在，或者不能运行`
      : `「${titleOf(server)}」要用的命令 ${command} 没有找到，找过 PATH 和常见的 ${folders.length} 个文件夹`,
    hint: remedy ? `${remedy}，再点重启` : '装上它，或者把命令写成完整的路径，再点重启',
    ...(!isPath && { detail: folders.join('\n') }),
  }
}

export function folderMissing(server: McpServer): Problem {
  return {
    code: 'mcp.folder-missing',
    message: `「${titleOf(server)}」的工作目录不在`,
    hint: '改成一个有的文件夹，或者留空',
  }
}

export function secretClosed(server: McpServer, what: string): Problem {
  return {
    code: 'mcp.secret',
    message: `「${titleOf(server)}」存着的 ${what} 在这台电脑上打不开`,
    hint: `在工具页重新填「${titleOf(server)}」的 ${what}`,
  }
}

/** It ended by itself, or its connection did. */
export function ended(server: McpServer, exitCode: number | null): Problem {
  const program = server.transport === 'stdio'
  const code = exitCode === null ? '' : `，退出码 ${exitCode}`
  return {
    code: program ? 'mcp.exited' : 'mcp.closed',
    message: program ? `「${titleOf(server)}」自己退出了${code}` : `和「${titleOf(server)}」的连接断了`,
    hint: program ? '看它最后写的几行，多半说了为什么' : '过一会儿会自己再连',
  }
}

export function tooSlow(server: McpServer, seconds: number, garbage: string): Problem {
  if (garbage) return notMcp(server, garbage)
  return {
    code: 'mcp.timeout',
    message: `「${titleOf(server)}」${seconds} 秒里没有回应`,
    hint:
      server.transport === 'stdio'
        ? '看它最后写的几行；第一次要下载的，多试一次'
        : '看看地址对不对，服务器忙不忙',
  }
}

/** It answered, but not in the words of the protocol. */
export function notMcp(server: McpServer, detail: string): Problem {
  return {
    code: 'mcp.wrong-answer',
    message: `「${titleOf(server)}」回的不是 MCP 的内容`,
    hint:
      server.transport === 'stdio'
        ? '看看命令和参数是不是启动 MCP 服务器的'
        : '看看地址，或者换另一种连接方式',
    ...(detail && { detail: maskText(head(detail, 500)) }),
  }
}

export function silent(server: McpServer): Problem {
  return {
    code: 'mcp.silent',
    message: `「${titleOf(server)}」不再回应了`,
    hint: '过一会儿会自己再连',
  }
}

/** What went wrong while a connection was made or used, out of anything the SDK throws. */
export function connectionProblem(server: McpServer, error: unknown): Problem {
  const title = titleOf(server)
  const { name, message } = error instanceof Error ? error : { name: '', message: String(error) }
  const status = statusOf(error)
  const detail = maskText(head(message, 500))
  const moved = /Redirect to (\S+) not followed|try (\S+) instead/.exec(message)
  if (moved)
    return {
      code: 'mcp.redirect',
      message: `「${title}」要转到另一个地址，没有跟过去：你的 Key 不该交给别人`,
      hint: `信得过就把地址改成 ${moved[1] ?? moved[2]}`,
    }
  if (status === 401 || status === 403)
    return {
      code: 'mcp.auth',
      message: `「${title}」不认填的 Key（${status}）`,
      hint: '看看它的请求头，常见的是 Authorization: Bearer 加 Key',
      detail,
    }
  if (status === 404 || status === 405)
    return {
      code: 'mcp.address',
      message: `「${title}」的地址不对（${status}）`,
      hint: '看看地址，或者换另一种连接方式（HTTP、SSE）',
      detail,
    }
  if (status !== null && status >= 400)
    return {
      code: 'mcp.refused',
      message: `「${title}」回了错误 ${status}`,
      hint: '过一会儿再试；一直这样就看服务器那边的日志',
      detail,
    }
  if (name === 'LineTooLong')
    return {
      code: 'mcp.too-long',
      message: `「${title}」一次写了太多，断开了`,
      hint: '换个会少回一点的用法，或者换个服务器',
    }
  if (name === 'McpError')
    return {
      code: 'mcp.refused',
      message: `「${title}」没有答应连接`,
      hint: '看看详情里它怎么说，和命令或地址对不对',
      detail,
    }
  if (isWrongShape({ name }) || /content type|protocol version|JSON|Invalid/i.test(message))
    return notMcp(server, message)
  if (server.transport === 'stdio')
    return {
      code: 'mcp.start',
      message: `「${title}」没有启动起来`,
      hint: '看它最后写的几行，和命令、参数、工作目录',
      detail,
    }
  return {
    code: 'mcp.unreachable',
    message: `连不上「${title}」`,
    hint: '看看地址和端口，服务器开着没有',
    detail: maskText(head(`${message} ${causeOf(error)}`.trim(), 500)),
  }
}

/** Whether an answer was not of the shape the protocol asks for. */
export function isWrongShape({ name }: Pick<Error, 'name'>): boolean {
  return name === 'ZodError' || name === '$ZodError'
}

/** HTTP status of an error of either remote transport. */
function statusOf(error: unknown): number | null {
  const code = isRecord(error) && 'code' in error ? error.code : null
  if (typeof code === 'number' && code >= 300 && code < 600) return code
  // What is sent to an SSE server fails with a plain error.
  const posted = /\(HTTP (\d{3})\)/.exec(error instanceof Error ? error.message : '')
  return posted ? Number(posted[1]) : null
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : null
  if (!(cause instanceof Error)) return ''
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message
}
