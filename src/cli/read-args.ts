/** Reads what stands behind a command's name; whoever mistypes an option is shown the usage. */
import { type ParseArgsConfig, parseArgs } from 'node:util'

/** Undefined when an option is unknown or lacks its value. */
export function readArgs<const T extends NonNullable<ParseArgsConfig['options']>>(
  argv: readonly string[],
  options: T,
) {
  try {
    return parseArgs({ args: [...argv], allowPositionals: true, options })
  } catch {
    return undefined
  }
}
