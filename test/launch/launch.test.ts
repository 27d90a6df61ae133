import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Lifetime } from '../../src/agent/kernel/lifetime.ts'
import { createProject } from './launcher.ts'

// Each test starts a few processes one after another.
vi.setConfig({ testTimeout: 60_000 })

let life: Lifetime
let project: Awaited<ReturnType<typeof createProject>>
beforeEach(async () => {
  life = new Lifetime()
  project = await createProject(life)
})
afterEach(() => life.dispose())

describe('building', () => {
  test('happens once, tells so on stderr, and leaves stdout to the panel', async () => {
    const first = await project.launch(['serve', '--port', '0'])
    expect(first).toMatchObject({ code: 0, stdout: 'web --port 0\n' })
    expect(first.stderr).toMatch(/^正在构建杏桃.*\nbuilt\n$/)
    expect(await project.launch(['serve'])).toMatchObject({ code: 0, stdout: 'web \n', stderr: '' })
  })

  test.each(['src/a.ts', 'src/new.ts', 'package-lock.json'])(
    'happens again when %s changed',
    async (name) => {
      await project.launch(['serve'])
      await project.put(name, 'changed')
      expect((await project.launch(['serve'])).stderr).toContain('built')
    },
  )

  test('that fails ends the start', async () => {
    await project.put('src/broken', '')
    const ended = await project.launch(['serve'])
    expect(ended).toMatchObject({ code: 1, stdout: '' })
    expect(ended.stderr).toMatch(/构建没有成功，原因在上面。\n$/)
  })

  test('of two starts at once is done by one of them', async () => {
    const both = await Promise.all([project.launch(['serve']), project.launch(['serve'])])
    expect(both.map(({ stdout }) => stdout)).toEqual(['web \n', 'web \n'])
    expect(both.flatMap(({ stderr }) => stderr.match(/^built$/gm) ?? [])).toHaveLength(1)
  })

  test('goes on where a start was killed in the middle', async () => {
    await project.put('out/building.pid', '999999999')
    expect(await project.launch(['serve'])).toMatchObject({ code: 0, stdout: 'web \n' })
  })
})

describe('the desktop', () => {
  test('gets its data folder in one piece, and its exit code is ours', async () => {
    const env = { FAKE_ELECTRON_CODE: '7', ELECTRON_RUN_AS_NODE: '1' }
    const ended = await project.launch(['desktop', '--data', 'my bot', '--hidden', '--port', '1'], env)
    expect(ended).toMatchObject({ code: 7, stdout: '' })
    expect(ended.stderr).toContain(`desktop --data=${join(project.root, 'my bot')} --hidden\n`)
    expect(ended.stderr).not.toContain('apricot-ready')
  })

  test('that ends before it is ready gives way to the web panel in one line', async () => {
    await project.launch(['serve'])
    const env = { FAKE_ELECTRON_FAILS: '1', FAKE_ELECTRON_CODE: '133' }
    expect(await project.launch(['desktop', '--data', 'd', '--port=0'], env)).toEqual({
      code: 0,
      stdout: `web --data=${join(project.root, 'd')} --port=0\n`,
      stderr: '打不开桌面窗口：Electron 启动不了（退出码 133）。改用浏览器里的面板。\n',
    })
  })

  test('that cannot be run at all gives way too', async () => {
    await project.launch(['serve'])
    const ended = await project.launch(['desktop'], {
      ELECTRON_OVERRIDE_DIST_PATH: join(project.root, 'none'),
    })
    expect(ended).toMatchObject({ code: 0, stdout: 'web \n' })
    expect(ended.stderr).toBe('打不开桌面窗口：Electron 启动不了（ENOENT）。改用浏览器里的面板。\n')
  })

  test('is not tried on a Linux without a display', async () => {
    await project.launch(['serve'])
    const ended = await project.launch(['desktop'], { DISPLAY: '' })
    const expected = process.platform === 'linux' ? 'web \n' : ''
    expect(ended.stdout).toBe(expected)
    expect(ended.stderr.includes('这里没有图形界面')).toBe(process.platform === 'linux')
  })

  test('does not start with arguments nobody knows', async () => {
    const ended = await project.launch(['desktop', '--dta', 'x'])
    expect(ended).toMatchObject({ code: 1, stdout: '' })
    expect(ended.stderr).toContain('参数「--dta x」不对')
  })
})
