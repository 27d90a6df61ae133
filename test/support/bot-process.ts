import { parseArgs } from 'node:util'
import { startAgent } from '../../src/agent/start-agent.ts'

/** The bot as a process of its own, to be killed: `node bot-process.ts --data DIR`. Prints `ready` when it runs. */
const { values } = parseArgs({ options: { data: { type: 'string' } } })
if (!values.data) throw new Error('Expected --data DIR')
const agent = await startAgent({
  dataDir: values.data,
  host: 'web',
  version: '0.0.0',
  workers: {
    reader: new URL('../../src/agent/storage/reader.ts', import.meta.url),
    image: new URL('../../src/agent/images/worker.ts', import.meta.url),
    tool: new URL('../../src/agent/tools/files/process.ts', import.meta.url),
    desk: new URL('../../src/agent/tools/desk/worker.ts', import.meta.url),
  },
  sharp: 'sharp',
})
process.once('SIGTERM', () => void agent.dispose().then(() => process.exit(0)))
process.stdout.write('ready\n')
