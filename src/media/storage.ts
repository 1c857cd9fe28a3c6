/** Where files lie: under a random key, so that knowing a name opens nothing. */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

export interface Storage {
  /** Writes all or nothing. */
  write(key: string, bytes: Uint8Array): Promise<void>
  /** @throws Error when there is no such file */
  read(key: string): Promise<Buffer>
  remove(key: string): Promise<void>
}

const KEY = /^[0-9a-f]{32,64}$/

/** Storage in a folder of this machine, in subfolders of the key's first two letters. */
export function folderStorage(folder: string): Storage {
  const pathOf = (key: string) => {
    if (!KEY.test(key)) throw new Error('A storage key is made of hex digits')
    return join(folder, key.slice(0, 2), key)
  }
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
