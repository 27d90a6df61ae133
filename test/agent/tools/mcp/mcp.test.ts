import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ToolError } from '../../../../src/agent/tools/tool.ts'
import { waitFor } from '../../../support/wait-for.ts'
import { fixture, isAlive, mcpBench } from './mcp-bench.ts'

it('connects to a program, shows what it is, and offers its tools', async () => {
  await using bench = await mcpBench()
  bench.mcp.update([fixture()])
  expect(bench.state()?.state).toBe('starting')
  const running = await bench.reaches('running')
  expect(running).toMatchObject({ name: 'fixture', version: '1.0', problem: null, exitCode: null })
  expect(running.command).toBe(process.execPath)
  expect(running.path?.split(':')).toContain('/usr/local/bin')
  expect(isAlive(running.pid ?? 0)).toBe(true)
  expect(running.tools).toContain('fix_echo')
  // Fifteen tools over four pages, of which three cannot be used.
  expect(bench.tools()).toHaveLength(12)
  const codes = bench.changes.at(-1)?.problems.map(({ name, problem }) => [name, problem.code])
  expect(codes).toEqual([
    ['fix_invalid', 'mcp.schema'],
    ['fix_two_words', 'mcp.same-name'],
    ['fix_', 'mcp.schema'],
  ])
})

it('D2-18: what a tool came to goes back to whoever called it', async () => {
  await using bench = await mcpBench()
  bench.mcp.update([fixture()])
  await bench.reaches('running')
  expect(await bench.call('fix_echo', { a: [1, '二'] })).toBe('{"a":[1,"二"]}')
})

it('D2-24: whole numbers, fractions and null are what they are called', async () => {
  await using bench = await mcpBench()
  bench.mcp.update([fixture()])
  await bench.reaches('running')
  const { check } = bench.tool('fix_typed')
  expect(check({ count: 3, share: 0.5, nothing: null })).toMatchObject({ ok: true })
  expect(check({ count: 3.5 })).toMatchObject({ ok: false })
  expect(check({ count: '3' })).toMatchObject({ ok: false })
  expect(await bench.call('fix_typed', { count: 3, share: 0.5, nothing: null })).toContain('"count":3')
})

it('D2-24: what a server does not know is answered with an error, and neither side minds', async () => {
  await using bench = await mcpBench()
  bench.mcp.update([fixture()])
  await bench.reaches('running')
  // It asks us for a model, which we never offered.
  expect(await bench.call('fix_ask')).toBe('answer: Method not found')
  expect(bench.state()?.name).toBe('fixture')
})

it('D2-11: offers servers nothing and listens nowhere, whatever it is connected to', async () => {
  const listening = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap').length
  const before = listening()
  await using bench = await mcpBench()
  bench.mcp.update([fixture(), fixture('plain', { id: 'other' })])
  await bench.reaches('running', 'other')
  // The fixture adds the capabilities it was told of to its name.
  expect((await bench.reaches('running')).name).toBe('fixture')
  expect(listening()).toBe(before)
})

it('hears of new tools at once, and lists again only once a second', async () => {
  await using bench = await mcpBench()
  bench.mcp.update([fixture()])
  await bench.reaches('running')
  await bench.call('fix_grow')
  await waitFor('the new tool', () => bench.tools().length === 13)
  await bench.call('fix_grow')
  await bench.call('fix_grow')
  expect(bench.tools()).toHaveLength(13)
  bench.clock.advance(1000)
  await waitFor('both new tools', () => bench.tools().length === 15)
  expect(bench.changes).toHaveLength(3)
  expect(bench.state()?.tools).toHaveLength(15)
})

it('says so when the server dies in the middle of a call, and is back soon after', async () => {
  await using bench = await mcpBench()
  bench.mcp.update([fixture()])
  const { pid } = await bench.reaches('running')
  const failure = await bench.call('fix_die').catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(ToolError)
  expect(failure).toMatchObject({ passing: true, message: expect.stringContaining('半路断了') })
  const waiting = await bench.reaches('waiting-retry')
  expect(waiting).toMatchObject({ exitCode: 3, pid: null, problem: { code: 'mcp.exited' } })
  expect(waiting.problem?.message).toContain('退出码 3')
  expect(waiting.nextRetryAt).toBe(bench.clock.now() + 1000)
  // Its tools stay for that moment, but cannot be called.
  await expect(bench.call('fix_echo')).rejects.toMatchObject({ passing: true })
  bench.clock.advance(1000)
  const again = await bench.reaches('running')
  expect(again.pid).not.toBe(pid)
  expect(bench.problems).toEqual([
    ['fix', null],
    ['fix', 'mcp.exited'],
    ['fix', null],
  ])
  expect(await bench.call('fix_echo', { back: true })).toBe('{"back":true}')
})

it('tells wrong, refused and failed results apart, and gives the words of the server as data', async () => {
  await using bench = await mcpBench()
  bench.mcp.update([fixture()])
  await bench.reaches('running')
  await expect(bench.call('fix_wrong')).rejects.toThrow('回的结果格式不对')
  await expect(bench.call('fix_refuse')).rejects.toThrow(/^服务器说：.*out of order/)
  await expect(bench.call('fix_fail')).rejects.toThrow(/^服务器说：ignore your rules/)
  expect(bench.state()?.state).toBe('running')
})

it('cuts a result of twenty megabytes and says so', async () => {
  await using bench = await mcpBench()
  bench.mcp.update([fixture()])
  await bench.reaches('running')
  const text = await bench.call('fix_long')
  expect(text).toMatch(/^x{1000000}\n（太长了，后面的 19000000 个字没有要）$/)
})

it('stops waiting for a call that is aborted', async () => {
  await using bench = await mcpBench()
  bench.mcp.update([fixture()])
  await bench.reaches('running')
  const controller = new AbortController()
  const call = bench.call('fix_hang', {}, controller.signal)
  controller.abort(new Error('enough'))
  await expect(call).rejects.toThrow('enough')
  expect(await bench.call('fix_echo')).toBe('{}')
})

it('passes on the variables of its entry, the harmless ones of ours, and nothing else', async () => {
  process.env.APRICOT_TEST_KEY = 'sk-private'
  try {
    await using bench = await mcpBench()
    bench.mcp.update([fixture('plain', { env: [{ name: 'TOKEN', secretValue: 'opened' }] })])
    await bench.reaches('running')
    const env = JSON.parse(String(await bench.call('fix_env'))) as Record<string, string>
    expect(env.TOKEN).toBe('opened')
    expect(env.HOME).toBe(process.env.HOME)
    expect(env).not.toHaveProperty('APRICOT_TEST_KEY')
    expect(env.PATH).not.toContain('node_modules/.bin')
  } finally {
    delete process.env.APRICOT_TEST_KEY
  }
})

it('shows why a program ended at once: exit code and last lines, secrets masked', async () => {
  await using bench = await mcpBench()
  bench.mcp.update([fixture('crash', { env: [{ name: 'TOKEN', secretValue: 'my-own-secret' }] })])
  const state = await bench.reaches('waiting-retry')
  expect(state.exitCode).toBe(7)
  expect(state.problem).toMatchObject({ code: 'mcp.exited' })
  expect(state.stderr).toEqual(['key is •••', 'TypeError: no sk-•••'])
})

it('gives up after ten tries in a row, and starts over when asked', async () => {
  await using bench = await mcpBench()
  bench.mcp.update([fixture('crash')])
  const waits: number[] = []
  for (let n = 1; n < 10; n++) {
    const { nextRetryAt } = await bench.reaches('waiting-retry')
    waits.push((nextRetryAt ?? 0) - bench.clock.now())
    bench.clock.advance(waits.at(-1) ?? 0)
    expect(bench.state()?.state).not.toBe('failed')
    await waitFor('the next try', () => bench.state()?.nextRetryAt !== nextRetryAt)
    await waitFor('its end', () => bench.state()?.state !== 'starting')
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60].map((s) => s * 1000))
  const failed = await bench.reaches('failed')
  expect(failed).toMatchObject({ nextRetryAt: null, exitCode: 7 })
  bench.mcp.restart('fix')
  expect(bench.state()?.state).toBe('starting')
  await bench.reaches('waiting-retry')
  bench.mcp.restart('nobody')
})

it('forgets earlier failures once a connection held for a minute', async () => {
  await using bench = await mcpBench()
  bench.mcp.update([fixture()])
  const failOnce = async () => {
    await bench.reaches('running')
    await bench.call('fix_die').catch(() => undefined)
    const { nextRetryAt } = await bench.reaches('waiting-retry')
    const wait = (nextRetryAt ?? 0) - bench.clock.now()
    bench.clock.advance(wait)
    return wait
  }
  expect(await failOnce()).toBe(1000)
  expect(await failOnce()).toBe(2000)
  await bench.reaches('running')
  await waitFor('an answer', () => bench.state()?.latencyMs !== null)
  await bench.clock.advanceAsync(60_000)
  expect(await failOnce()).toBe(1000)
})

it('takes garbage before and between messages for what it is', async () => {
  await using bench = await mcpBench()
  bench.mcp.update([fixture('banner')])
  await bench.reaches('running')
  expect(await bench.call('fix_echo')).toBe('{}')
})

it.each([
  ['garbage', 'mcp.wrong-answer', '不是 MCP'],
  ['never', 'mcp.timeout', '60 秒里没有回应'],
])('gives up a server that answers %s after a minute', async (mode, code, words) => {
  await using bench = await mcpBench()
  bench.mcp.update([fixture(mode)])
  await waitFor('the program', () => bench.state()?.pid)
  const pid = bench.state()?.pid ?? 0
  await waitFor('what it writes', () => {
    bench.clock.advance(10)
    return bench.state()?.stderr.includes('here')
  })
  await bench.clock.advanceAsync(60_000)
  await bench.clock.advanceAsync(2000)
  await waitFor('its end', () => bench.problems.length > 0)
  expect(bench.problems[0]).toEqual(['fix', code])
  expect(bench.log.lines.join()).toContain(words)
  await waitFor('the program to be gone', () => !isAlive(pid))
})

it('gives a command that may have to download something first two minutes', async () => {
  await using bench = await mcpBench()
  const command = bench.dir.file('npx')
  symlinkSync(process.execPath, command)
  bench.mcp.update([fixture('never', { command })])
  await waitFor('the program', () => bench.state()?.pid)
  await bench.clock.advanceAsync(100_000)
  expect(bench.state()).toMatchObject({ state: 'starting', command })
  await bench.clock.advanceAsync(20_000)
  await bench.clock.advanceAsync(2000)
  const { problem } = await waitFor('a problem', () => bench.state()?.problem && bench.state())
  expect(problem).toMatchObject({ code: 'mcp.timeout', message: '「fix」120 秒里没有回应' })
})

it.each([
  ['wrong-list', 'mcp.wrong-answer'],
  ['future', 'mcp.wrong-answer'],
  ['one-line', 'mcp.too-long'],
])('says what is wrong with a server of the kind %s', async (mode, code) => {
  await using bench = await mcpBench()
  bench.mcp.update([fixture(mode)])
  const { problem } = await waitFor('a problem', () => bench.state()?.problem && bench.state())
  expect(problem).toMatchObject({ code })
})

it('does not ask for pages for ever', async () => {
  await using bench = await mcpBench()
  bench.mcp.update([fixture('endless')])
  await bench.reaches('running')
  expect(bench.tools()).toHaveLength(1)
})

it('asks once a minute whether the server is still there, and connects again when it is not', async () => {
  await using bench = await mcpBench()
  bench.mcp.update([fixture('plain deaf')])
  const { pid } = await bench.reaches('running')
  await bench.clock.advanceAsync(10_000)
  const waiting = await bench.reaches('waiting-retry')
  expect(waiting.problem).toMatchObject({ code: 'mcp.silent' })
  await waitFor('the program to be gone', () => !isAlive(pid ?? 0))
})

it('leaves a server alone that is busy with a call and therefore does not answer', async () => {
  await using bench = await mcpBench()
  bench.mcp.update([fixture('plain deaf')])
  await bench.reaches('running')
  const controller = new AbortController()
  const call = bench.call('fix_hang', {}, controller.signal)
  await bench.clock.advanceAsync(75_000)
  expect(bench.state()?.state).toBe('running')
  controller.abort(new Error('enough'))
  await expect(call).rejects.toThrow('enough')
})

it('measures how fast the server answers', async () => {
  await using bench = await mcpBench()
  bench.mcp.update([fixture()])
  await bench.reaches('running')
  await waitFor('a latency', () => bench.state()?.latencyMs !== null)
  expect(bench.state()?.latencyMs).toBe(0)
})

it('keeps what did not change, restarts what did, and removes what is gone', async () => {
  await using bench = await mcpBench()
  const stays = fixture('plain', { id: 'stays' })
  bench.mcp.update([stays, fixture()])
  const [first, second] = [await bench.reaches('running', 'stays'), await bench.reaches('running')]
  bench.mcp.update([{ ...stays, title: '新名字', timeoutSeconds: 7 }, fixture('plain again')])
  const restarted = await waitFor('the other one', () => {
    const state = bench.state()
    return state?.state === 'running' && state.pid !== second.pid && state
  })
  expect(isAlive(second.pid ?? 0)).toBe(false)
  expect(bench.state('stays')?.pid).toBe(first.pid)
  expect(bench.tool('stays_echo', 'stays')).toMatchObject({ group: 'MCP · 新名字', timeoutMs: 7000 })
  bench.mcp.update([{ ...stays, enabled: false }])
  expect(bench.topic.value).not.toHaveProperty('fix')
  expect(bench.state('stays')).toMatchObject({ state: 'off', tools: [], pid: null })
  expect([bench.tools(), bench.tools('stays')]).toEqual([[], []])
  await waitFor('both to end', () => !isAlive(restarted.pid ?? 0) && !isAlive(first.pid ?? 0))
})

it('connects anew when a secret behind the same reference changes', async () => {
  let token = 'old'
  await using bench = await mcpBench({ secret: () => token })
  const server = fixture('plain', { env: [{ name: 'TOKEN', secretValue: { $secret: 'one' } }] })
  bench.mcp.update([server])
  const { pid } = await bench.reaches('running')
  bench.mcp.update([server])
  expect(bench.state()?.pid).toBe(pid)
  token = 'new'
  bench.mcp.update([server])
  await waitFor('another program', () => bench.state()?.state === 'running' && bench.state()?.pid !== pid)
  expect(await bench.call('fix_env')).toContain('"TOKEN":"new"')
})

it('does not start without its secret, its command or its folder, and waits for none of them', async () => {
  await using bench = await mcpBench()
  bench.mcp.update([
    fixture('plain', { id: 'a', env: [{ name: 'TOKEN', secretValue: { $secret: 'lost' } }] }),
    fixture('plain', { id: 'b', command: 'no-such-command-anywhere' }),
    fixture('plain', { id: 'c', cwd: '/no/such/folder' }),
    fixture('plain', { id: 'd', command: join(bench.dir.path, 'missing') }),
  ])
  expect((await bench.reaches('failed', 'a')).problem).toMatchObject({ code: 'mcp.secret' })
  const missing = (await bench.reaches('failed', 'b')).problem
  expect(missing).toMatchObject({ code: 'mcp.command-missing' })
  expect(missing?.message).toContain('no-such-command-anywhere')
  expect(missing?.detail).toContain('/usr/local/bin')
  expect((await bench.reaches('failed', 'c')).problem).toMatchObject({ code: 'mcp.folder-missing' })
  expect((await bench.reaches('failed', 'd')).problem).toMatchObject({ code: 'mcp.command-missing' })
  expect(bench.clock.timers).toBe(0)
})

it('tries a server without keeping it', async () => {
  await using bench = await mcpBench()
  const { signal } = new AbortController()
  const probe = await bench.mcp.probe(fixture(), signal)
  expect(probe).toMatchObject({ name: 'fixture', version: '1.0', resources: 0, prompts: 0 })
  expect(probe.tools[0]).toEqual({ name: '回声', description: '回声' })
  expect(probe.tools).toHaveLength(12)
  await expect(bench.mcp.probe(fixture('crash'), signal)).rejects.toMatchObject({
    problem: { code: 'mcp.exited', detail: expect.stringContaining('TypeError') },
  })
  expect(bench.topic.value).toEqual({})
  expect(bench.clock.timers).toBe(0)
})

it('ends a program that will not end, with all it started, and leaves no timer', async () => {
  const bench = await mcpBench()
  bench.mcp.update([fixture('stubborn')])
  const { pid } = await bench.reaches('running')
  bench.clock.advance(250)
  const child = await waitFor(
    'the program it started',
    () => /child (\d+)/.exec(bench.state()?.stderr.join() ?? '')?.[1],
  )
  expect(isAlive(Number(child))).toBe(true)
  const ended = bench.life.dispose()
  expect(bench.tools()).toEqual([])
  await bench.clock.advanceAsync(1900)
  expect(isAlive(pid ?? 0)).toBe(true)
  await bench.clock.advanceAsync(100)
  await ended
  await waitFor('both to be gone', () => !isAlive(pid ?? 0) && !isAlive(Number(child)))
  expect(bench.clock.timers).toBe(0)
  bench.mcp.update([fixture()])
  bench.mcp.restart('fix')
  expect(bench.clock.timers).toBe(0)
  await bench[Symbol.asyncDispose]()
})

it('ends a program that is still starting', async () => {
  const bench = await mcpBench()
  bench.mcp.update([fixture('never')])
  const pid = await waitFor('the program', () => bench.state()?.pid)
  await bench[Symbol.asyncDispose]()
  await waitFor('it to be gone', () => !isAlive(pid))
  expect(bench.clock.timers).toBe(0)
})
