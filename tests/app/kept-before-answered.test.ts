import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { SHORT_CLAIMS } from '../support/app/changed-copy.ts'
import type { TestDesk } from '../support/app/desk-on-database.ts'
import { callbackKeys, type MemberPost, postMemberMessage } from '../support/app/member-posts.ts'
import { type Chance, chanceOf, seeds } from '../support/app/seeded.ts'
import { PATIENCE, withDesk } from '../support/app/test-desk.ts'
import { backends } from '../support/backends.ts'
import { until } from '../support/until.ts'

const MEMBERS = ['wang-qiang', 'li-jun', 'zhou-ping', 'sun-lei', 'he-jie']
const POSTS_AT_ONCE = 16
const ROUNDS = 3

describe('a callback that was answered with 200', PATIENCE, () => {
  test.each(seeds(1))('is stored, although the process is killed meanwhile (seed %i)', (seed) =>
    withDesk({ redisUrl: null, rules: SHORT_CLAIMS }, async (desk) => {
      const chance = chanceOf(seed)
      const answered: MemberPost[] = []
      const unanswered: MemberPost[] = []
      for (let round = 0; round < ROUNDS; round++) {
        const posted = await postUntilKilled(desk, round, chance.between(40, 400))
        answered.push(...posted.answered)
        unanswered.push(...posted.unanswered)
        const stored = new Set(await storedIds(desk))
        expect(answered.filter(({ messageId }) => !stored.has(messageId))).toEqual([])
        expect(posted.answered.length).toBeGreaterThanOrEqual(40)
      }
      expect(unanswered.length).toBeGreaterThan(0)

      // The platform posts again what got no answer; what it posts although it was answered changes nothing.
      const web = await desk.start('web')
      const address = await web.open()
      const keys = callbackKeys(desk.platform().corp)
      for (const post of [...unanswered, ...answered.slice(-50)]) {
        expect(await postMemberMessage(address, keys, post)).toBe(200)
      }
      const all = [...answered, ...unanswered].map(({ messageId }) => messageId)
      expect((await storedIds(desk)).sort()).toEqual(all.sort())
    }),
  )
})

/** Posts as fast as it can until `most` were answered, then kills the process with posts under way. */
async function postUntilKilled(desk: TestDesk, round: number, most: number) {
  const web = await desk.start('web')
  const address = await web.open()
  const keys = callbackKeys(desk.platform().corp)
  const sentAt = Math.trunc((await desk.now()).getTime() / 1000)
  const answered: MemberPost[] = []
  const unanswered: MemberPost[] = []
  let serial = 0
  let killing: Promise<void> | undefined
  const postOn = async () => {
    while (web.isAlive() && !killing) {
      const n = `${round}${String(serial++).padStart(6, '0')}`
      const userId = MEMBERS[serial % MEMBERS.length] as string
      const post = { userId, messageId: n, text: `第${n}条`, sentAt }
      const status = await postMemberMessage(address, keys, post)
      expect([0, 200]).toContain(status)
      if (status === 200) answered.push(post)
      else unanswered.push(post)
      if (answered.length >= most) killing ??= web.kill()
    }
  }
  await Promise.all(Array.from({ length: POSTS_AT_ONCE }, postOn))
  await killing
  return { answered, unanswered }
}

async function storedIds(desk: TestDesk): Promise<string[]> {
  const rows = await sql<{ id: string }>`
    SELECT split_part(key, '/', 5) AS id FROM inbox_item WHERE key LIKE 'app/%'`.execute(desk.db)
  return rows.rows.map(({ id }) => id)
}

describe.each(backends)(
  'a ping of owners with the queue on $name',
  PATIENCE,
  ({ redisUrl, lacks }) => {
    if (lacks) {
      test.skip(`cannot run: ${lacks}`, () => undefined)
      return
    }

    test.each(seeds(2))(
      'that was answered is pulled, although the process is killed before or while it pulls (seed %i)',
      (seed) =>
        withDesk({ redisUrl: redisUrl(), rules: SHORT_CLAIMS }, async (desk) => {
          const chance = chanceOf(seed)
          await desk.start()
          const { control } = desk.platform()
          await control.addFault({ on: 'call', effect: 'slow', path: SYNC, value: 300 })
          for (let round = 0; round < ROUNDS; round++) {
            await ownersWrite(desk, chance, round)
            await killWhilePulling(desk, chance, round)
            if (round === ROUNDS - 1) break
            // Written while the desk is down: nothing but what the platform keeps knows of it.
            await ownersWrite(desk, chance, round + ROUNDS)
            await desk.start()
          }
          // Nobody writes any more: only the answered ping itself can bring the last words in.
          await control.clearFaults()
          await desk.start()
          for (const owner of OWNERS) await expectHeardOnce(desk, owner)
        }),
    )
  },
)

const SYNC = '/cgi-bin/kf/sync_msg'
const OWNERS = ['zhang-wei', 'li-na', 'chen-jing', 'wang-lei']

async function ownersWrite(desk: TestDesk, chance: Chance, round: number): Promise<void> {
  const count = chance.between(3, 6)
  for (let n = 0; n < count; n++) {
    const id = OWNERS[chance.between(0, OWNERS.length - 1)] as string
    await desk.platform().control.write({ kind: 'owners', id }, { text: `话${round}-${n}` })
  }
}

/** The platform's ping was answered with 200 and the messages are not pulled yet. */
async function killWhilePulling(desk: TestDesk, chance: Chance, round: number): Promise<void> {
  const { control } = desk.platform()
  await until('a ping is answered and not pulled', async () => {
    const { what } = await control.pending()
    // On a busy machine all may be pulled before anybody looks: then people write again.
    if (what.length === 0) await ownersWrite(desk, chance, round)
    return what.some((line) => line.endsWith('没有拉取'))
  })
  // Somewhere in the 300 ms a page takes, in its transaction, or just after it.
  await new Promise((resolve) => setTimeout(resolve, chance.between(0, 400)))
  await desk.kill()
}

/** Keys are unique, so that as many rows as bubbles means each bubble once. */
async function expectHeardOnce(desk: TestDesk, owner: string): Promise<void> {
  const phone = await desk.platform().read({ kind: 'owners', id: owner })
  const said = phone.filter(({ from }) => from === 'owner').length
  const { owners } = await desk.platform().control.state()
  const userId = owners.find(({ id }) => id === owner)?.externalUserId ?? ''
  const heard = async () => {
    const rows = desk.db.selectFrom('inbox_item').select('key').where('kind', '=', 'text')
    return (await rows.where('conversationId', 'like', `wecom-kf/%/${userId}`).execute()).length
  }
  await until(`${owner} is heard`, async () => (await heard()) >= said, 30_000)
  await desk.idle()
  expect(await heard()).toBe(said)
}
