/** What must hold whatever was killed or repeated: everything heard is answered once, everything shown was a row. */
import { expect } from 'vitest'
import { lanesOf } from '../../../src/outbox/lane-of.ts'
import type { TestDesk } from './desk-on-database.ts'

/** The conversation of an owner of the demo. */
export async function conversationOf(desk: TestDesk, owner: string): Promise<string> {
  const { owners } = await desk.platform().control.state()
  const userId = owners.find(({ id }) => id === owner)?.externalUserId ?? ''
  const rows = desk.db.selectFrom('conversation').select('id').where('userId', '=', userId)
  return (await rows.executeTakeFirstOrThrow()).id
}

/** Every message is done, in a turn that answered exactly once. */
export async function expectAnsweredOnce(desk: TestDesk, conversationId: string): Promise<void> {
  const heard = await desk.db
    .selectFrom('inbox_item')
    .select(['key', 'turnId', 'outcome'])
    .where('conversationId', '=', conversationId)
    .where('kind', '=', 'text')
    .execute()
  expect(heard.filter(({ outcome }) => outcome !== 'done')).toEqual([])
  const answers = await desk.db
    .selectFrom('outbox_item')
    .select('key')
    .where('lane', 'in', lanesOf(conversationId))
    .where('key', 'like', 'turn-%-0')
    .execute()
  const given = answers.map(({ key }) => key)
  for (const { turnId } of heard) expect(given).toContain(`turn-${turnId}-0`)
}

/** An owner's phone shows as many bubbles as rows were sent, and no row waits. */
export async function expectShownAsSent(desk: TestDesk, owner: string): Promise<void> {
  const rows = await desk.db
    .selectFrom('outbox_item')
    .select(['key', 'state'])
    .where('lane', 'in', lanesOf(await conversationOf(desk, owner)))
    .execute()
  const shown = await desk.platform().read({ kind: 'owners', id: owner })
  const bubbles = shown.filter(({ from }) => from === 'desk')
  expect(rows.filter(({ state }) => state === 'queued' || state === 'sending')).toEqual([])
  expect(rows.filter(({ state }) => state === 'sent')).toHaveLength(bubbles.length)
}

/** No card stands twice on a phone, and every card that stands there was a row. */
export async function expectCardsOnce(desk: TestDesk): Promise<void> {
  const { members } = await desk.platform().control.state()
  const known = await desk.db.selectFrom('staff_card').select('taskId').execute()
  for (const { id } of members) {
    const shown = await desk.platform().read({ kind: 'members', id })
    const cards = shown.flatMap(({ card }) => (card ? [card.taskId] : []))
    expect(cards).toEqual([...new Set(cards)])
    expect(known.map(({ taskId }) => taskId)).toEqual(expect.arrayContaining(cards))
  }
}
