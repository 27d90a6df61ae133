import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { expect, it } from 'vitest'
import { childEnvironment, ownPath } from '../../../../src/agent/tools/mcp/child-environment.ts'
import type { Computer } from '../../../../src/agent/tools/mcp/computer.ts'
import { findCommand, searchFolders } from '../../../../src/agent/tools/mcp/find-command.ts'
import { tempDir } from '../../../support/temp-dir.ts'

const mac = (home: string, env: Computer['env'] = {}): Computer => ({ platform: 'darwin', home, env })

async function program(file: string, mode = 0o755): Promise<string> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, '')
  await chmod(file, mode)
  return file
}

it('finds npx of the newest Node of nvm when the PATH is that of a clicked program', async () => {
  await using home = await tempDir()
  for (const version of ['v9.0.0', 'v22.3.0', 'v22.11.0'])
    await program(home.file(`.nvm/versions/node/${version}/bin/npx-here`))
  const computer = mac(home.path, { PATH: '/usr/bin:/bin' })
  const folders = await searchFolders(computer)
  expect(folders.slice(0, 3)).toEqual(['/usr/bin', '/bin', '/opt/homebrew/bin'])
  const found = await findCommand('npx-here', { folders, cwd: '/', computer })
  expect(found).toBe(home.file('.nvm/versions/node/v22.11.0/bin/npx-here'))
})

it.each(['.local/bin', '.volta/bin', '.bun/bin', '.cargo/bin', '.deno/bin'])(
  'looks into ~/%s',
  async (folder) => {
    await using home = await tempDir()
    const file = await program(home.file(`${folder}/uvx-here`))
    const computer = mac(home.path)
    const folders = await searchFolders(computer)
    expect(await findCommand('uvx-here', { folders, cwd: '/', computer })).toBe(file)
  },
)

it('does not take what a project installed for itself, nor what lies in the folder it happens to stand in', async () => {
  await using home = await tempDir()
  await program(home.file('project/node_modules/.bin/tool'))
  const env = { PATH: `${home.file('project/node_modules/.bin')}:.::relative:/usr/bin` }
  const folders = await searchFolders(mac(home.path, env))
  expect(folders[0]).toBe('/usr/bin')
  expect(folders.filter((folder) => !folder.startsWith('/'))).toEqual([])
  expect(new Set(folders).size).toBe(folders.length)
})

it('puts the PATH of the entry first', async () => {
  const computer = mac('/home/x', { PATH: '/usr/bin' })
  const own = { PATH: '/mine', KEY: '1' }
  expect((await searchFolders(computer, ownPath(computer, own))).slice(0, 2)).toEqual(['/mine', '/usr/bin'])
})

it('takes a path as it is, from home or from the working folder, but only if it can run', async () => {
  await using home = await tempDir()
  const file = await program(home.file('tools/server'))
  const plain = await program(home.file('tools/readme'), 0o644)
  const find = (command: string) =>
    findCommand(command, { folders: [home.file('tools')], cwd: home.file('tools'), computer: mac(home.path) })
  expect(await find('~/tools/server')).toBe(file)
  expect(await find('./server')).toBe(file)
  expect(await find(file)).toBe(file)
  expect(await find('server')).toBe(file)
  expect(await find(plain)).toBeNull()
  expect(await find('readme')).toBeNull()
  expect(await find(home.file('tools'))).toBeNull()
})

it('knows the usual places of Windows', async () => {
  const env = {
    PATH: 'C:\\Windows;"D:\\My Tools\\"',
    APPDATA: 'C:\\Users\\x\\AppData\\Roaming',
    ProgramFiles: 'C:\\Program Files',
  }
  const folders = await searchFolders({ platform: 'win32', home: 'C:\\Users\\x', env })
  expect(folders.slice(0, 2)).toEqual(['C:\\Windows', 'D:\\My Tools'])
  expect(folders).toContain('C:\\Program Files\\nodejs')
  expect(folders).toContain('C:\\Users\\x\\AppData\\Roaming\\npm')
  expect(folders).toContain('C:\\Users\\x\\.local\\bin')
  expect(folders).toContain('C:\\Users\\x\\AppData\\Local\\Programs\\uv')
})

it('tries the endings of Windows, and not the shell script beside them', async () => {
  const files = ['C:\\node\\npx', 'C:\\node\\npx.cmd', 'C:\\tools\\server.exe']
  const computer: Computer = { platform: 'win32', home: 'C:\\x', env: { PATHEXT: '.EXE;.CMD' } }
  const find = (command: string) =>
    findCommand(command, { folders: ['C:\\bin', 'C:\\node'], cwd: 'C:\\tools', computer }, async (file) =>
      files.includes(file),
    )
  expect(await find('npx')).toBe('C:\\node\\npx.cmd')
  expect(await find('npx.cmd')).toBe('C:\\node\\npx.cmd')
  expect(await find('.\\server')).toBe('C:\\tools\\server.exe')
  expect(await find('server')).toBeNull()
})

it('hands on the harmless variables, and a PATH with the folder of the command in front', () => {
  const env = {
    HOME: '/home/x',
    LANG: 'zh_CN',
    HTTPS_PROXY: 'http://p',
    OPENAI_API_KEY: 'sk',
    TERM: '() { x; }',
  }
  const computer: Computer = { platform: 'linux', home: '/home/x', env }
  const made = childEnvironment(computer, {
    own: { LANG: 'C', PATH: '/a', K: '1' },
    file: '/n/npx',
    folders: ['/a', '/n'],
  })
  expect(made).toEqual({ HOME: '/home/x', LANG: 'C', HTTPS_PROXY: 'http://p', K: '1', PATH: '/n:/a' })
})
