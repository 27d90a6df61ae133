import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { LaunchError } from './say.mjs'

/**
 * Splits what follows `npm start --` into what each host takes. The desktop needs `--name=value`:
 * among Chromium's own flags a bare value could be anything.
 */
export function desktopArguments(argv) {
  const options = {
    data: { type: 'string' },
    hidden: { type: 'boolean' },
    port: { type: 'string' },
    host: { type: 'string' },
  }
  let values
  try {
    values = parseArgs({ args: argv, options }).values
  } catch {
    throw new LaunchError(
      `参数「${argv.join(' ')}」不对。可以用的有 --data 文件夹、--hidden、--port 端口、--host 地址`,
    )
  }
  const given = (names) =>
    names.flatMap((name) => (values[name] === undefined ? [] : [`--${name}=${values[name]}`]))
  if (values.data !== undefined) values.data = resolve(values.data)
  return {
    desktop: [...given(['data']), ...(values.hidden ? ['--hidden'] : [])],
    web: given(['data', 'port', 'host']),
  }
}
