import { expect, test } from 'vitest'
import { autostartEntry } from '../../src/main/autostart-entry.ts'

test('the entry starts the program with its arguments', () => {
  expect(autostartEntry('/opt/apricot', ['--hidden', '--data=/data/my bot'])).toBe(
    '[Desktop Entry]\nType=Application\nName=杏桃\nExec="/opt/apricot" "--hidden" "--data=/data/my bot"\nTerminal=false\n',
  )
})

test('nothing in a path is taken for a command or a field code', () => {
  expect(autostartEntry('/opt/a"b$(c)`d`\\e%f', [])).toContain(
    'Exec="/opt/a\\\\"b\\\\$(c)\\\\`d\\\\`\\\\\\\\e%%f"\n',
  )
})
