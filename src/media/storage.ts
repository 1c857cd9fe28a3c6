/** Where files lie: under a random key, so that knowing a name opens nothing. */

export interface Storage {
  /** Writes all or nothing. */
  write(key: string, bytes: Uint8Array): Promise<void>
  /** @throws Error when there is no such file */
  read(key: string): Promise<Buffer>
  /** Removing what is not there is no error. */
  remove(key: string): Promise<void>
}

const KEY = /^[0-9a-f]{32,64}$/

/** Where a file lies in a storage: in folders of the key's first two letters. @throws Error when it is no key */
export function placeOf(key: string): string {
  if (!KEY.test(key)) throw new Error('A storage key is made of hex digits')
  return `${key.slice(0, 2)}/${key}`
}
