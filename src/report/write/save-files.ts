/** Puts finished files into a folder: each appears whole or not at all, and none is written over unasked. */
import { randomUUID } from 'node:crypto'
import { link, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface NewFile {
  readonly name: string
  readonly content: string | Buffer
}

/** The folder takes no files: it is none, may not be written, or is full. `code` is the system's, as ENOSPC. */
export class FolderRefused extends Error {
  readonly code: string

  constructor(folder: string, cause: unknown) {
    super(`Cannot write into ${folder}`, { cause })
    this.code = (cause as NodeJS.ErrnoException).code ?? ''
  }
}

/** Those of these names that are taken in the folder; it is made when only it is missing. @throws FolderRefused */
export async function takenNames(folder: string, names: readonly string[]): Promise<string[]> {
  const failure = await mkdir(folder).catch((error: NodeJS.ErrnoException) => error)
  if (failure && failure.code !== 'EEXIST') throw new FolderRefused(folder, failure)
  // Of a file this fails as it should: there is nothing in it.
  await readdir(folder).catch((error) => {
    throw new FolderRefused(folder, error)
  })
  const found = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        () => true,
        () => false,
      ),
    ),
  )
  return names.filter((_name, at) => found[at])
}

/**
 * All of them, or none when one of the names is taken meanwhile.
 * @returns the name that was taken; null when all were written
 * @throws FolderRefused
 */
export async function saveFiles(
  folder: string,
  files: readonly NewFile[],
  { mayReplace }: { readonly mayReplace: boolean },
): Promise<string | null> {
  const drafts = files.map(({ name, content }) => {
    return { content, draft: join(folder, `.${randomUUID()}.part`), name, path: join(folder, name) }
  })
  try {
    for (const { draft, content } of drafts) await writeFile(draft, content)
    if (!mayReplace) return await linkAll(drafts)
    for (const { draft, path } of drafts) await rename(draft, path)
    return null
  } catch (error) {
    throw new FolderRefused(folder, error)
  } finally {
    await Promise.all(drafts.map(({ draft }) => rm(draft, { force: true })))
  }
}

interface Draft {
  readonly name: string
  readonly draft: string
  readonly path: string
}

/** A link is made only where nothing is. The name that was taken, after what was made is taken back. */
async function linkAll(drafts: readonly Draft[]): Promise<string | null> {
  for (const [at, { name, draft, path }] of drafts.entries()) {
    const failure = await link(draft, path).catch((error: NodeJS.ErrnoException) => error)
    if (!failure) continue
    await Promise.all(drafts.slice(0, at).map((made) => rm(made.path, { force: true })))
    if (failure.code !== 'EEXIST') throw failure
    return name
  }
  return null
}
