/** The key that seals phones: given by the configuration, else made once and kept beside the data. */
import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { CannotStart } from './cannot-start.ts'
import { secretFile } from './secret-file.ts'

/**
 * 32 bytes. `given` is DATA_KEY in hex; without it the file `data.key` (mode 0600) is read or made.
 * @throws CannotStart when the file holds something else: sealing with a wrong key would lose what is sealed
 */
export async function readDataKey(given: string | null, dataDir: string): Promise<Buffer> {
  return await dataKeyOr(given, dataDir, () => randomBytes(32).toString('hex'))
}

/** The same, with `make` to give the key (64 hex digits) where there is none yet. */
export async function dataKeyOr(
  given: string | null,
  dataDir: string,
  make: () => string,
): Promise<Buffer> {
  if (given !== null) return Buffer.from(given, 'hex')
  const file = join(dataDir, 'data.key')
  await mkdir(dataDir, { recursive: true })
  const key = await secretFile(file, make)
  if (!/^[0-9a-f]{64}$/i.test(key)) {
    throw new CannotStart(`${file} does not hold a key of 64 hex digits: put the right file back`)
  }
  return Buffer.from(key, 'hex')
}
