import { randomUUID } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openSeals } from '../../src/database/sealed.ts'
import {
  countFetches,
  type FetchDeps,
  fetchWaiting,
  MediaGone,
  nextFetchAt,
} from '../../src/media/fetch-waiting.ts'
import { folderStorage } from '../../src/media/folder-storage.ts'
import { forgetFile } from '../../src/media/forget-file.ts'
import { openLink, signLink } from '../../src/media/signed-link.ts'
import type { Storage } from '../../src/media/storage.ts'
import { openTestDatabase, type TestDatabase } from '../support/database.ts'
import { type HandClock, handClock } from '../support/hand-clock.ts'
import { mediaRules } from '../support/rules.ts'
import { exif, jpeg } from '../support/tiny-photo.ts'

let database: TestDatabase
let folder: string
let storage: Storage
let clock: HandClock
let answers: (Uint8Array | Error)[]

beforeAll(async () => {
  database = await openTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'guanjia-media-'))
  storage = folderStorage(folder)
})
afterAll(async () => {
  await database.close()
  await rm(folder, { recursive: true })
})
beforeEach(async () => {
  clock = handClock()
  answers = []
  await database.db.deleteFrom('media_file').execute()
})

describe('a photo', () => {
  test('is fetched, cleaned and stored under a key that says nothing', async () => {
    const id = await wait()
    answers = [jpeg]
    expect(await fetchWaiting(deps())).toBe(1)
    const row = await rowOf(id)
    expect(row).toMatchObject({ state: 'stored', mime: 'image/jpeg' })
    const bytes = await storage.read(row.storageKey ?? '')
    expect(bytes.includes('GPS')).toBe(false)
    expect(row.bytes).toBe(jpeg.length - exif.length)
    expect(row.storageKey).not.toContain(id)
    expect(
      (await readdir(folder, { recursive: true })).some((name) => name.endsWith('.part')),
    ).toBe(false)
  })

  test('is tried again when the platform is busy, and given up when it is forgotten', async () => {
    const id = await wait()
    answers = [new Error('busy'), new Error('busy'), new MediaGone('40007')]
    await fetchWaiting(deps())
    expect(await nextFetchAt(database.db)).toEqual(new Date(clock.now().getTime() + 1_000))
    clock.advance(1_000)
    await fetchWaiting(deps())
    clock.advance(5_000)
    await fetchWaiting(deps())
    expect(await rowOf(id)).toMatchObject({ state: 'failed', failReason: '40007', attempts: 3 })
    expect(await nextFetchAt(database.db)).toBeNull()
  })

  test('is counted as under way until it is there or has failed', async () => {
    await wait()
    const seen: number[] = []
    const download = async () => {
      seen.push(await countFetches(database.db, clock.now()))
      if (seen.length === 1) throw new Error('busy')
      return jpeg
    }
    await fetchWaiting(deps({ download }))
    expect(await countFetches(database.db, clock.now())).toBe(0)
    clock.advance(1_000)
    expect(await countFetches(database.db, clock.now())).toBe(1)
    await fetchWaiting(deps({ download }))
    expect(seen).toEqual([1, 1])
    expect(await countFetches(database.db, clock.now())).toBe(0)
  })

  test('is fetched by another process when the first dies under way', async () => {
    const id = await wait()
    void fetchWaiting(deps({ download: () => new Promise(() => undefined) }))
    await database.db.selectFrom('media_file').select('id').execute()
    clock.advance(61_000)
    answers = [jpeg]
    await fetchWaiting(deps())
    expect((await rowOf(id)).state).toBe('stored')
  })

  test.each([
    ['a page of HTML', Buffer.from('<html><script>alert(1)</script></html>')],
    ['a program', Buffer.concat([Buffer.from([0x7f]), Buffer.from('ELF'), Buffer.alloc(64)])],
    ['nothing', Buffer.alloc(0)],
    ['something too large', Buffer.alloc(mediaRules.max_bytes + 1)],
  ])('is not %s', async (_what, bytes) => {
    const id = await wait()
    answers = [bytes]
    await fetchWaiting(deps())
    expect(await rowOf(id)).toMatchObject({ state: 'failed', storageKey: null })
  })
})

describe('a photo that was taken back', () => {
  test('goes from the storage, and one that will not go keeps nothing else waiting', async () => {
    const [stuck, gone] = [await stored(), await stored()]
    const { storageKey: stuckKey } = await rowOf(stuck)
    await forget(stuck, gone)
    const waiting = await wait()
    answers = [jpeg]
    const failures: string[] = []
    let isDown = true
    const failing: Storage = {
      ...storage,
      async remove(key) {
        if (isDown && key === stuckKey) throw new Error('the store is down')
        await storage.remove(key)
      },
    }
    const down = deps({ storage: failing, onFailure: (id) => failures.push(id) })
    expect(await fetchWaiting(down)).toBe(1)
    expect((await rowOf(waiting)).state).toBe('stored')
    expect((await rowOf(gone)).storageKey).toBeNull()
    expect(failures).toEqual([stuck])
    // Not again at once: the next try is a promise in time.
    expect(await nextFetchAt(database.db)).toEqual(new Date(clock.now().getTime() + 1_000))
    await fetchWaiting(down)
    expect(failures).toEqual([stuck])
    for (const pause of mediaRules.retry_ms.slice(0, 3)) {
      clock.advance(pause)
      await fetchWaiting(down)
    }
    expect(failures).toEqual([stuck, stuck, stuck, stuck])
    isDown = false
    clock.advance(300_000)
    await fetchWaiting(down)
    expect((await rowOf(stuck)).storageKey).toBeNull()
    await expect(storage.read(stuckKey ?? '')).rejects.toThrow()
    expect(await nextFetchAt(database.db)).toBeNull()
  })

  test('is asked for again for as long as it takes', async () => {
    const id = await stored()
    await forget(id)
    const failures: string[] = []
    const failing = { ...storage, remove: () => Promise.reject(new Error('down')) }
    const down = deps({ storage: failing, onFailure: (file) => failures.push(file) })
    const longest = Math.max(...mediaRules.retry_ms)
    for (let n = 0; n < mediaRules.retry_ms.length + 5; n += 1) {
      await fetchWaiting(down)
      clock.advance(longest)
    }
    expect(failures).toHaveLength(mediaRules.retry_ms.length + 5)
  })
})

describe('a signed link', () => {
  const { sign } = openSeals(Buffer.alloc(32, 1))
  const now = new Date('2026-11-23T01:00:00Z')
  const later = new Date('2026-11-26T01:00:00Z')
  const token = signLink(sign, ['ticket', 'T1', 'S1'], later)

  test('opens what it was made for, until it expires', () => {
    expect(openLink(sign, token, now)).toEqual({ outcome: 'open', grant: ['ticket', 'T1', 'S1'] })
    expect(openLink(sign, token, new Date(later.getTime() + 1))).toEqual({ outcome: 'expired' })
  })

  test.each([
    ['changed', `x${token}`],
    [
      'signed by somebody else',
      signLink(openSeals(Buffer.alloc(32, 2)).sign, ['ticket', 'T1', 'S1'], later),
    ],
    [
      'given another body',
      `${signLink(sign, ['ticket', 'T2', 'S1'], later).split('.')[0]}.${token.split('.')[1]}`,
    ],
    ['empty', ''],
    ['a dot', '.'],
    ['three parts', `${token}.x`],
    ['huge', 'a'.repeat(100_000)],
  ])('is refused when it was %s', (_how, spoiled) => {
    expect(openLink(sign, spoiled, now)).toEqual({ outcome: 'refused' })
  })
})

test('storage keys lead nowhere else', async () => {
  await expect(storage.read('../../etc/passwd')).rejects.toThrow(/hex digits/)
})

async function stored(): Promise<string> {
  const id = await wait()
  answers = [Buffer.concat([jpeg, Buffer.from(id)])]
  await fetchWaiting(deps())
  return id
}

function forget(...ids: readonly string[]): Promise<void> {
  return database.db.transaction().execute(async (tx) => {
    for (const id of ids) await forgetFile(tx, id, clock.now())
  })
}

async function wait(): Promise<string> {
  const id = randomUUID()
  const row = { id, corpId: 'ww1', media: 'image', platformId: 'M', state: 'waiting' }
  await database.db
    .insertInto('media_file')
    .values({ ...row, nextAt: clock.now(), createdAt: clock.now() })
    .execute()
  return id
}

function rowOf(id: string) {
  return database.db
    .selectFrom('media_file')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
}

function deps(change: Partial<FetchDeps> = {}): FetchDeps {
  return {
    db: database.db,
    clock,
    storage,
    rules: mediaRules,
    onFailure: () => undefined,
    async download() {
      const answer = answers.shift()
      if (answer instanceof Error) throw answer
      return answer ?? new Uint8Array()
    },
    ...change,
  }
}
