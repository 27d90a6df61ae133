import { parseArgs } from 'node:util'
import { type Environment, resolveDataDir } from '../agent/data-dir.ts'
import { ProblemError } from '../agent/kernel/problem.ts'
import { isLoopbackName } from './trusted-host.ts'

const defaultPort = 6710
/** Longer than anybody tries by hand; a token of the environment may be used again and again. */
const shortestToken = 16

export interface ServeArguments {
  readonly dataDir: string
  /** 0 lets the system choose. */
  readonly port: number
  readonly host: string
  /** From `APRICOT_PANEL_TOKEN`: opens the panel as often as needed. A one-time token is made when absent. */
  readonly token?: string
}

/** Reads `--data DIR --port N --host H`; throws a ProblemError `serve.arguments` that names what is wrong. */
export function parseServeArguments(argv: readonly string[], env: Environment): ServeArguments {
  const { data, port = String(defaultPort), host = '127.0.0.1' } = readOptions(argv)
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw wrong(`--port 要写成 0 到 65535 的数字，写的是「${port}」`)
  }
  const token = env.APRICOT_PANEL_TOKEN
  if (token && token.length < shortestToken) {
    throw wrong(`APRICOT_PANEL_TOKEN 至少要 ${shortestToken} 个字，现在是 ${token.length} 个`)
  }
  if (!token && !isLoopbackName(host)) {
    throw wrong(
      `--host ${host} 会让别的机器也能打开面板，所以要先设好令牌`,
      `把环境变量 APRICOT_PANEL_TOKEN 设成至少 ${shortestToken} 个字的一串，再启动一次`,
    )
  }
  return {
    dataDir: resolveDataDir(data, env),
    port: Number(port),
    host,
    ...(token ? { token } : {}),
  }
}

function readOptions(argv: readonly string[]): { data?: string; port?: string; host?: string } {
  try {
    const options = { data: { type: 'string' }, port: { type: 'string' }, host: { type: 'string' } } as const
    return parseArgs({ args: [...argv], options }).values
  } catch (error) {
    const quoted = error instanceof Error ? /'(-[^' ]*)|'([^']*)'/.exec(error.message) : null
    throw wrong(`参数「${quoted?.[1] ?? quoted?.[2] ?? argv.join(' ')}」不对`)
  }
}

function wrong(message: string, hint = '可以用的有 --data 文件夹、--port 端口、--host 地址'): ProblemError {
  return new ProblemError({ code: 'serve.arguments', message, hint })
}
