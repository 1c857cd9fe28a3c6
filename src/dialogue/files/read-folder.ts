/** Reads the YAML files of a folder of flows: the one place of the engine that touches the disk. */
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'

export type FlowFiles = readonly { readonly path: string; readonly text: string }[]

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
      text: await readFile(join(folder, path), 'utf8'),
    })),
  )
}
