/** A secret kept in a file of its own: made once, whole or not at all, however many processes begin together. */
import { randomUUID } from 'node:crypto'
import { link, readFile, rm, writeFile } from 'node:fs/promises'

/** What the file holds (mode 0600); `make` gives it when there is no such file yet. The folder must be there. */
export async function secretFile(path: string, make: () => string): Promise<string> {
  const found = await readFile(path, 'utf8').catch(missing)
  if (found !== null) return found.trim()
  // A file that is opened and then written can be read empty in between; a link appears with all it holds.
  const draft = `${path}.${randomUUID()}`
  try {
    await writeFile(draft, make(), { mode: 0o600, flag: 'wx', flush: true })
    await link(draft, path).catch((error) => {
      if (error.code !== 'EEXIST') throw error
    })
  } finally {
    await rm(draft, { force: true })
  }
  return (await readFile(path, 'utf8')).trim()
}

function missing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null
  throw error
}
