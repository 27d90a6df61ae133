// npm test – vitest, then the end-to-end specs against both hosts. `--e2e` leaves vitest out; what follows goes to
// Playwright: npm run test:e2e -- --project=web chats.spec.ts
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import {
  findChromium,
  findElectron,
  hasCommand,
  packageFolder,
  repositoryRoot,
} from './test-runtime/places.mjs'
import { run } from './test-runtime/run.mjs'
import { canInstallPackages } from './test-runtime/system-packages.mjs'

/** Thrown to end with the exit code of a step that has already said what is wrong. */
class StepFailed extends Error {
  constructor(code) {
    super(`a step ended with ${code}`)
    this.code = code
  }
}

/** Runs a step that talks to the terminal itself. */
function step(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: repositoryRoot, stdio: 'inherit' })
    child.on('error', reject)
    child.on('close', (code) => (code === 0 ? resolve() : reject(new StepFailed(code ?? 1))))
  })
}

/** Runs the command-line program of an installed package, without a shell and so the same on every system. */
const program = (name, file, ...args) => [process.execPath, [join(packageFolder(name), file), ...args]]

/**
 * How the specs are started, or undefined without a display. On Linux a virtual one is preferred even where
 * there is a real one: no window jumps into the way of somebody who works, and the size is always the same.
 */
function onDisplay([command, args]) {
  if (process.platform !== 'linux') return [command, args]
  // Without -noreset it starts anew whenever the last window is gone, and turns the next one away meanwhile.
  const screen = '-screen 0 1440x1000x24 -noreset'
  if (hasCommand('xvfb-run')) return ['xvfb-run', ['-a', '-s', screen, command, ...args]]
  return process.env.DISPLAY ? [command, args] : undefined
}

/** What is missing for the specs, in words, or undefined when they can run. */
function missingForSpecs() {
  const missing = []
  if (!findElectron()) missing.push('Electron')
  if (!findChromium()) missing.push('Chromium')
  if (!onDisplay(['', []])) missing.push('a display (or xvfb-run)')
  return missing.length > 0 ? missing.join(', ') : undefined
}

/**
 * Where everything can be installed it is, so that there nothing is ever left out; elsewhere the specs run
 * when what they need is there already, and otherwise one line says so. Asked for with --e2e or in CI, a
 * missing part is a failure everywhere.
 */
async function runSpecs({ required, args }) {
  if (canInstallPackages()) await step(process.execPath, ['scripts/test-prepare.mjs'])
  const missing = missingForSpecs()
  if (missing) {
    const line = `End-to-end specs were not run, missing: ${missing}. Run them with: npm run test:prepare && npm run test:e2e`
    if (required) throw new Error(line)
    return console.error(line)
  }
  // Always built anew: specs against yesterday's build prove nothing.
  await run(...program('electron-vite', 'bin/electron-vite.js', 'build'), { cwd: repositoryRoot })
  const playwright = program('playwright', 'cli.js', 'test', '-c', 'test/e2e/playwright.config.ts', ...args)
  await step(...onDisplay(playwright))
}

const [first, ...rest] = process.argv.slice(2)
const onlySpecs = first === '--e2e'
try {
  if (!onlySpecs) await step(...program('vitest', 'vitest.mjs', 'run'))
  await runSpecs({
    required: onlySpecs || Boolean(process.env.CI) || canInstallPackages(),
    args: onlySpecs ? rest : [],
  })
} catch (error) {
  if (!(error instanceof StepFailed)) console.error(error.message)
  process.exitCode = error instanceof StepFailed ? error.code : 1
}
