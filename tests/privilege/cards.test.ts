/** Cards tapped by somebody they were not sent to, tapped twice, too late, or with a task guessed: of every kind there is. */
import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { handoffClicks } from '../../src/conversation/handoff-clicks.ts'
import { takeClick } from '../../src/conversation/take-click.ts'
import { readWords, type Words } from '../../src/conversation/words.ts'
import type { ClickHandler } from '../../src/desk/action.ts'
import { deskClicks } from '../../src/desk/desk.ts'
import type { Subject } from '../../src/desk/work.ts'
import { openTicketDesk, type TicketDesk } from '../support/desk/ticket-desk.ts'
import { type Cast, hireCast, PHONE, STAFF } from '../support/privilege/cast.ts'
import { writtenTo } from '../support/privilege/digest.ts'
import { type Matters, openMatters, SECRET } from '../support/privilege/matters.ts'

const clicks: Readonly<Record<string, ClickHandler>> = { ...deskClicks, handoff: handoffClicks }
const KINDS = Object.keys(clicks)
const STRANGERS = STAFF.filter((role) => role !== 'holder')
/** Nobody of these has anything to do with the matter, whatever they tap. */
const OUTSIDE = [
  'foreign_technician',
  'foreign_manager',
  'left_technician',
  'left_manager',
] as const

let desk: TicketDesk
let cast: Cast
let matters: Matters
let words: Words
let keys: readonly string[]

beforeAll(async () => {
  desk = await openTicketDesk()
  cast = await hireCast(desk)
  matters = await openMatters(desk, cast)
  words = await readWords('flows')
  keys = keysOfCards()
})
afterAll(() => desk.close())

/** The keys of every button and form there is. */
function keysOfCards(): readonly string[] {
  const files = ['flows/_cards', 'flows/_forms'].flatMap((folder) =>
    readdirSync(folder).map((name) => parse(readFileSync(`${folder}/${name}`, 'utf8'))),
  )
  const found = files.flatMap((file) => JSON.stringify(file).match(/(?<="key":")[a-z_-]+/g) ?? [])
  return [...new Set(found)]
}

const subjectOf = (kind: string): Subject => {
  const known: Readonly<Record<string, string>> = {
    ...{ ticket: matters.accepted.id, help: matters.helperId, callback: matters.done.id },
    ...{ notice: matters.noticeId, swap: matters.swapId },
  }
  return { kind, id: known[kind] ?? matters.accepted.id }
}

interface Tap {
  readonly by: (typeof STAFF)[number]
  readonly taskId: string
  readonly key: string
}

/** What a tap wrote and what it answered, in words; all of it is taken back unless it is to stay. */
async function tap({ by, taskId, key }: Tap, stays = false) {
  const { staffId, corpId } = cast[by]
  let seen = { written: [] as readonly string[], said: '' }
  await desk.db
    .transaction()
    .execute(async (tx) => {
      const { userId } = await tx
        .selectFrom('staff')
        .select('userId')
        .where('id', '=', staffId)
        .executeTakeFirstOrThrow()
      const address = { corpId, channel: 'wecom-app' as const, account: '1000002', user: userId }
      const conversation = { id: chatOf(by), address, session: null, handling: 'bot' as const }
      const before = await writtenTo(tx)
      const makeWork = (at: typeof tx, actor: Parameters<typeof desk.doWork.within>[2]) =>
        desk.doWork.within(at, desk.now(), actor)
      const click = {
        kind: 'click' as const,
        taskId,
        key,
        selections: {},
        responseCode: randomUUID(),
      }
      await takeClick(
        { makeWork, words, clicks },
        desk.doWork.within(tx, desk.now()),
        conversation,
        click,
      )
      const rows = await tx
        .selectFrom('outbox_item')
        .select('message')
        .where('lane', '=', chatOf(by))
        .execute()
      const { seals } = desk.doWork.within(tx, desk.now())
      const said = rows.map(({ message }) => JSON.stringify(seals.openJson(message))).join('\n')
      seen = { written: await writtenTo(tx, before), said }
      if (!stays) throw new Error('taken back')
    })
    .catch((error: Error) => {
      if (error.message !== 'taken back') throw error
    })
  return seen
}

const chatOf = (role: string) => `wecom-app/corp-1/1000002/${role}`

async function cardFor(role: (typeof STAFF)[number], subject: Subject): Promise<string> {
  const taskId = `t-${randomUUID()}`
  const of = { corpId: 'corp-1', conversationId: chatOf(role), staffId: cast[role].staffId }
  const about = { subjectKind: subject.kind, subjectId: subject.id }
  const row = { taskId, ...of, ...about, state: 'open', createdAt: desk.now() }
  await desk.db.insertInto('staff_card').values(row).execute()
  await desk.db
    .insertInto('conversation')
    .values({
      ...{ id: chatOf(role), corpId: 'corp-1', channel: 'wecom-app', account: '1000002' },
      ...{ userId: role, createdAt: desk.now() },
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return taskId
}

describe.each(KINDS)('a card about a %s', (kind) => {
  test('tapped by anybody but whom it was sent to: an answer in words, and nothing done', async () => {
    const taskId = await cardFor('holder', subjectOf(kind))
    for (const by of STRANGERS) {
      const { written, said } = await tap({ by, taskId, key: keys[0] ?? '' })
      expect([by, written]).toEqual([by, ['outbox_item']])
      expectNothing(by, said)
    }
  })

  test('of somebody who left: whatever is tapped, nothing is done', async () => {
    for (const by of ['left_technician', 'left_manager'] as const) {
      const { written, said } = await tap({
        by,
        taskId: await cardFor(by, subjectOf(kind)),
        key: 'accept',
      })
      expect([by, written]).toEqual([by, ['outbox_item']])
      expectNothing(by, said)
    }
  })

  test('with every key there is, for a matter of another project: nothing is done', async () => {
    for (const role of OUTSIDE) {
      for (const key of keys) {
        const answer = await handled(role, kind, key)
        expect([role, key, answer]).toEqual([role, key, []])
      }
    }
  })

  test('that names a thing of another kind names nothing, whatever is tapped by whomever', async () => {
    const ids = KINDS.filter((other) => other !== kind)
      .map((other) => subjectOf(other).id)
      .filter((id) => id !== subjectOf(kind).id)
    for (const id of new Set([...ids, matters.problemId, cast.holder.staffId, '', 'x'])) {
      for (const role of ['holder', 'manager'] as const) {
        for (const key of keys) {
          const answer = await handled(role, kind, key, { kind, id })
          expect([id, role, key, answer]).toEqual([id, role, key, []])
        }
      }
    }
  })
})

/** What the handler itself writes for somebody, were the card theirs; `subject`: of its kind unless told. */
async function handled(
  role: (typeof STAFF)[number],
  kind: string,
  key: string,
  subject = subjectOf(kind),
) {
  let written: readonly string[] = []
  await desk.db
    .transaction()
    .execute(async (tx) => {
      const before = await writtenTo(tx)
      const work = desk.doWork.within(tx, desk.now(), cast[role])
      desk.tell.clear()
      await clicks[kind]?.(work, { subject, key, selections: {} }).catch(
        (error: { code?: string }) => {
          if (error.code !== 'staff-only') throw error
        },
      )
      // That something is to be ticked first is told to the tapper alone.
      const told = desk.tell.told.filter(
        (note) => !('staffId' in note) || note.staffId !== cast[role].staffId,
      )
      written = [...(await writtenTo(tx, before)), ...told.map(({ to }) => `told ${to}`)]
      throw new Error('taken back')
    })
    .catch((error: Error) => {
      if (error.message !== 'taken back') throw error
    })
  return written
}

function expectNothing(by: string, said: string): void {
  for (const secret of [SECRET, PHONE, '3-2-501', matters.accepted.number]) {
    expect(said.includes(secret), `${by} reads ${secret}`).toBe(false)
  }
}

test('a task guessed, or another’s with a key that was never on it, opens nothing', async () => {
  for (const taskId of ['', 'ticket', matters.accepted.id, 'x'.repeat(200), "' OR 1=1 --"]) {
    expect((await tap({ by: 'technician', taskId, key: 'accept' })).written).toEqual([
      'outbox_item',
    ])
  }
  const own = await cardFor('holder', subjectOf('ticket'))
  for (const key of [
    '__proto__',
    'constructor',
    'toString',
    matters.assigned.id,
    'accept;arrive',
  ]) {
    const { written } = await tap({ by: 'holder', taskId: own, key })
    expect([key, written.filter((table) => table.startsWith('ticket'))]).toEqual([key, []])
  }
})

test('tapped twice it is done once; after the ticket changed hands it does nothing', async () => {
  const { id, number } = matters.assigned
  const taskId = await cardFor('holder', { kind: 'ticket', id })
  const accept = { by: 'holder', taskId, key: 'accept' } as const
  expect((await tap(accept, true)).written).toContain('ticket')
  const accepted = await desk.ticket(number)
  expect((await tap(accept, true)).written).not.toContain('ticket')
  expect(await desk.ticket(number)).toEqual(accepted)
  await desk.act(cast.manager, 'tickets.assign', { number, colleague: '李军', reason: '换人' })
  const given = await desk.ticket(number)
  for (const key of ['accept', 'arrive', 'hold', 'finish', 'transfer', 'return']) {
    await tap({ by: 'holder', taskId, key }, true)
    expect(await desk.ticket(number)).toEqual(given)
  }
})
