/** One line to the person at the terminal. Stdout belongs to the ready line of the web panel. */
export function say(line) {
  process.stderr.write(`${line}\n`)
}

/** Ends the launcher with a sentence instead of a stack. */
export class LaunchError extends Error {}
