import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, it } from 'vitest'

const src = resolve(import.meta.dirname, '../src')

interface Import {
  /** File below src, such as `agent/inbox/inbox.ts`. */
  from: string
  /** File below src, or the name of a package. */
  to: string
  inside: boolean
  typeOnly: boolean
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
const imports = files.flatMap(importsOf)

function importsOf(from: string): Import[] {
  const text = readFileSync(join(src, from), 'utf8')
  const statements = text.matchAll(/^(?:import|export)\s+(type\s+)?(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]/gm)
  const dynamic = text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)
  return [
    ...[...statements].map((match) => ({ typeOnly: match[1] !== undefined, target: match[2] ?? '' })),
    ...[...dynamic].map((match) => ({ typeOnly: false, target: match[1] ?? '' })),
  ].map(({ typeOnly, target }) => {
    const inside = target.startsWith('.')
    const to = inside ? relative(src, resolve(src, dirname(from), target)).replaceAll('\\', '/') : target
    return { from, to, inside, typeOnly }
  })
}

/** Imports from one place that go anywhere else than allowed, as `from → to`. */
function strays(where: RegExp, allowed: (one: Import) => boolean): string[] {
  return imports
    .filter((one) => where.test(one.from) && !allowed(one))
    .map(({ from, to }) => `${from} → ${to}`)
}

const within =
  (...rooms: string[]) =>
  (one: Import) =>
    one.inside && rooms.some((room) => one.to === room || one.to.startsWith(`${room}/`))

it('finds the imports it is about', () => {
  expect(imports.length).toBeGreaterThan(100)
  expect(imports).toContainEqual({
    from: 'shared/config.ts',
    to: 'shared/settings.ts',
    inside: true,
    typeOnly: false,
  })
})

it('shared knows nothing but itself and zod', () => {
  expect(strays(/^shared\//, (one) => within('shared')(one) || one.to === 'zod')).toEqual([])
})

it('the agent knows only itself and what is shared, and has never heard of Electron', () => {
  const foreign = (one: Import) => /^electron/.test(one.to) || /^react|^antd|^@ant-design/.test(one.to)
  const inside = within('agent', 'shared', '../resources/characters')
  expect(strays(/^agent\//, (one) => (one.inside ? inside(one) : !foreign(one)))).toEqual([])
})

it('the kernel has no domain words: it knows only itself and what is shared', () => {
  const allowed = within('agent/kernel', 'shared')
  expect(
    strays(/^agent\/kernel\//, (one) =>
      one.inside ? allowed(one) : one.to.startsWith('node:') || one.to === 're2js',
    ),
  ).toEqual([])
})

it('the hosts know the agent only by its front door', () => {
  const front = within('agent/start-agent.ts', 'agent/agent.ts', 'agent/data-dir.ts', 'agent/kernel')
  for (const host of ['main', 'serve']) {
    const inside = within(host, 'shared', '../package.json')
    const stray = strays(new RegExp(`^${host}/`), (one) => !one.inside || inside(one) || front(one))
    expect(stray).toEqual([])
  }
})

it('only the desktop and its preload script import Electron', () => {
  const electron = imports.filter((one) => !one.inside && /^electron/.test(one.to))
  expect(electron.filter(({ from }) => !/^(main|preload)\//.test(from))).toEqual([])
})

it('the preload script knows what is shared, and nothing else', () => {
  expect(strays(/^preload\//, (one) => within('shared')(one) || one.to === 'electron')).toEqual([])
})

it('the panel knows what is shared, and nothing of Node', () => {
  const inside = within('renderer', 'shared')
  expect(strays(/^renderer\//, (one) => (one.inside ? inside(one) : !one.to.startsWith('node:')))).toEqual([])
})

it('chat clients, models, tools, images, costs, storage and config do not know each other', () => {
  const rooms = [
    'agent/chat',
    'agent/models',
    'agent/tools',
    'agent/images',
    'agent/costs',
    'agent/storage',
    'agent/config',
  ]
  const crossings = rooms.flatMap((room) =>
    strays(new RegExp(`^${room}/`), (one) => !rooms.some((other) => other !== room && within(other)(one))),
  )
  expect(crossings).toEqual([])
})

it('no file is longer than 400 lines, and none lies deeper than three folders', () => {
  const long = files.filter((name) => readFileSync(join(src, name), 'utf8').split('\n').length > 400)
  expect(long).toEqual([])
  expect(files.filter((name) => name.split('/').length > 4)).toEqual([])
})
