/** Files in a folder of this machine: enough for one machine, or for several that share the folder. */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { placeOf, type Storage } from './storage.ts'

export function folderStorage(folder: string): Storage {
  const pathOf = (key: string) => join(folder, placeOf(key))
  return {
    async write(key, bytes) {
      const path = pathOf(key)
      await mkdir(dirname(path), { recursive: true })
      await writeFile(`${path}.part`, bytes, { mode: 0o600 })
      await rename(`${path}.part`, path)
    },
    read: async (key) => readFile(pathOf(key)),
    remove: async (key) => rm(pathOf(key), { force: true }),
  }
}
