/** Reads the YAML files of a folder of flows: the one place of the engine that touches the disk. */
import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { text } from 'node:stream/consumers'
import { MAX_CHARS } from './yaml-file.ts'

export type FlowFiles = readonly { readonly path: string; readonly text: string }[]

/** More than the longest file that is taken, in UTF-8: of a huge one no more is read than shows that it is. */
const MAX_BYTES = 3 * (MAX_CHARS + 1)

/** Paths are relative to `folder`, with `/`, in alphabetical order. Throws when the folder cannot be read. */
export async function readFlowFolder(folder: string): Promise<FlowFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .toSorted()
  return Promise.all(
    paths.map(async (path) => ({
      path: path.split(sep).join('/'),
      text: await text(createReadStream(join(folder, path), { end: MAX_BYTES - 1 })),
    })),
  )
}
