/** What keeps a desk from starting and a person can mend: one line that says what to do, no stack. */
export class CannotStart extends Error {
  readonly code = 'cannot-start'
}

/** The server a URL names, for such a line: never its password. */
export function serverOf(url: string): string {
  const { host, port, protocol } = new URL(url)
  return `${protocol}//${host}${port ? '' : ' (usual port)'}`
}

/** In a few words why a connection failed; several addresses tried in vain have one reason for all. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return reasonOf(error.errors[0])
  return error instanceof Error ? error.message : String(error)
}
