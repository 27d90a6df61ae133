/** The text of `~/.config/autostart/apricot.desktop`, by the Desktop Entry Specification 1.5. */
export function autostartEntry(program: string, args: readonly string[]): string {
  const command = [program, ...args].map(quoted).join(' ')
  return `[Desktop Entry]\nType=Application\nName=杏桃\nExec=${command}\nTerminal=false\n`
}

/** Quoted as its chapter on the Exec key says: the string's own escaping comes on top, and % is a field code. */
function quoted(argument: string): string {
  const inQuotes = argument.replace(/["`$\\]/g, '\\$&')
  return `"${inQuotes.replace(/\\/g, '\\\\').replace(/%/g, '%%')}"`
}
