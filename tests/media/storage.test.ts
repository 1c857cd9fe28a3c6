import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { folderStorage } from '../../src/media/folder-storage.ts'
import { type S3Settings, s3Storage } from '../../src/media/s3-storage.ts'
import type { Storage } from '../../src/media/storage.ts'
import { S3_BUCKET, S3_KEYS, type S3Server, startS3Server } from '../support/s3-server.ts'

const KEY = 'ab'.repeat(24)
const OTHER = 'cd'.repeat(24)
const photo = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 1, 2, 0xff])

let folder: string
let server: S3Server
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guanjia-storage-'))
  server = await startS3Server()
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

const settings = (change: Partial<S3Settings> = {}): S3Settings => ({
  endpoint: server.endpoint,
  region: 'us-east-1',
  bucket: S3_BUCKET,
  pathStyle: true,
  ...S3_KEYS,
  ...change,
})

const storages: readonly (readonly [string, () => Storage])[] = [
  ['a folder', () => folderStorage(folder)],
  ['an object store', () => s3Storage(settings())],
]

describe.each(storages)('%s', (_name, open) => {
  test('gives back the very bytes, and the newest of a key written twice', async () => {
    const storage = open()
    await storage.write(KEY, Buffer.from('older'))
    await storage.write(KEY, photo)
    expect(await storage.read(KEY)).toEqual(photo)
  })

  test('holds a file of twenty megabytes', async () => {
    const storage = open()
    const large = Buffer.alloc(20 * 1024 * 1024, 7)
    await storage.write(OTHER, large)
    expect((await storage.read(OTHER)).equals(large)).toBe(true)
  })

  test('has nothing under a key that was removed, once or twice', async () => {
    const storage = open()
    await storage.write(KEY, photo)
    await storage.remove(KEY)
    await storage.remove(KEY)
    await expect(storage.read(KEY)).rejects.toThrow()
  })

  test.each(['', '../../etc/passwd', 'AB'.repeat(24), `${KEY}/x`, 'a'.repeat(65)])(
    'takes no key like %j',
    async (key) => {
      const storage = open()
      await expect(storage.write(key, photo)).rejects.toThrow('hex digits')
      await expect(storage.read(key)).rejects.toThrow('hex digits')
      await expect(storage.remove(key)).rejects.toThrow('hex digits')
    },
  )
})

test('a folder keeps files for nobody else on the machine, and no halves of them', async () => {
  await folderStorage(folder).write(KEY, photo)
  const names = await readdir(join(folder, 'ab'))
  expect(names).toEqual([KEY])
  expect((await stat(join(folder, 'ab', KEY))).mode & 0o077).toBe(0)
})

describe('an object store', () => {
  test('holds a file in a folder of the first two letters of its key', async () => {
    await s3Storage(settings()).write(KEY, photo)
    expect(server.objects.get(`ab/${KEY}`)).toEqual(photo)
  })

  test.each([
    ['whose keys are wrong', { secretAccessKey: 'guessed' }, 'SignatureDoesNotMatch'],
    ['whose bucket is missing', { bucket: 'nobodys' }, 'NoSuchBucket'],
  ])('%s loses nothing silently', async (_what, change, code) => {
    const writing = s3Storage(settings(change)).write(OTHER, photo)
    await expect(writing).rejects.toThrow(expect.objectContaining({ code }))
  })

  test('that cannot be reached, or does not answer, is an error in time', async () => {
    const gone = await startS3Server()
    const storage = s3Storage(settings({ endpoint: gone.endpoint }), 50)
    gone.fallSilent()
    await expect(storage.write(KEY, photo)).rejects.toThrow('the store did not answer')
    await expect(storage.read(KEY)).rejects.toThrow('the store did not answer')
    await gone.close()
    await expect(s3Storage(settings({ endpoint: gone.endpoint })).read(KEY)).rejects.toThrow()
  })
})
