/** Has somebody do something as the chat would let them, looks at what became of it, and takes it all back. */
import { speakerOf } from '../../../src/conversation/speaker.ts'
import { DeskError } from '../../../src/desk/errors.ts'
import type { Actor, OwnerActor, StaffActor, Work } from '../../../src/desk/work.ts'
import { PROJECT } from '../desk/staff.ts'
import type { TicketDesk } from '../desk/ticket-desk.ts'
import { ELSEWHERE } from './cast.ts'
import { digestOf, writtenTo } from './digest.ts'
import { deskAction } from './matters.ts'

export interface Tried {
  /** What the action answered, the code it refused with, or `nobody` when no actor can be made of them. */
  readonly outcome: string
  /** All that came back, as one text. */
  readonly answer: string
  /** Who was told something. */
  readonly told: readonly string[]
  /** The tables that were written to, beside the log of what was tried. */
  readonly changed: readonly string[]
  /** Whether somebody from elsewhere changed anything of this project. */
  readonly changedHere: boolean
}

const BACK = 'taken back'

export interface Attempt {
  readonly name: string
  readonly input: Readonly<Record<string, unknown>>
}

export async function tryAction(
  desk: TicketDesk,
  who: OwnerActor | StaffActor,
  attempt: Attempt,
): Promise<Tried> {
  let tried: Tried | undefined
  await desk.db
    .transaction()
    .execute(async (tx) => {
      const ofProject = async () =>
        who.projectId === ELSEWHERE ? await digestOf(tx, PROJECT) : 'not looked at'
      desk.tell.clear()
      const [written, before] = [await writtenTo(tx), await ofProject()]
      const done = await attemptAs(desk, desk.doWork.within(tx, desk.now()), who, attempt)
      const changed = done.failed ? [] : await writtenTo(tx, written)
      const changedHere = !done.failed && (await ofProject()) !== before
      const told = desk.tell.told.map(({ to }) => to)
      tried = { outcome: done.outcome, answer: done.answer, told, changed, changedHere }
      throw new Error(BACK)
    })
    .catch((error: Error) => {
      if (error.message !== BACK) throw error
    })
  if (!tried) throw new Error(`${attempt.name} was not tried`)
  return tried
}

/** What fails is undone by whoever called it: nothing of it stays. */
async function attemptAs(
  desk: TicketDesk,
  work: Work,
  who: OwnerActor | StaffActor,
  { name, input }: Attempt,
) {
  const actor = await actorBehind(work, who)
  if (!actor) return { outcome: 'nobody', answer: '', failed: false }
  try {
    const action = deskAction(name)
    const { outcome, result } = await action.run(
      desk.doWork.within(work.tx, work.now, actor),
      input,
    )
    if (!action.outcomes.includes(outcome)) throw new Error(`${name} declares no ${outcome}`)
    return { outcome, answer: JSON.stringify(result ?? {}), failed: false }
  } catch (error) {
    if (!(error instanceof DeskError)) throw error
    return { outcome: error.code, answer: '', failed: true }
  }
}

/** As the conversation finds out who writes: whoever has left is nobody. */
async function actorBehind(work: Work, who: OwnerActor | StaffActor): Promise<Actor | null> {
  const address =
    who.kind === 'owner'
      ? { channel: 'wecom-kf' as const, account: 'kf-1', user: who.userId }
      : { channel: 'wecom-app' as const, account: '1000002', user: await directoryId(work, who) }
  const id = who.conversationId ?? `wecom-app/${who.corpId}/1000002/${address.user}`
  const speaker = await speakerOf(work, { id, address: { corpId: who.corpId, ...address } })
  return speaker?.actor ?? null
}

async function directoryId({ tx }: Work, { staffId }: StaffActor): Promise<string> {
  const row = tx.selectFrom('staff').select('userId').where('id', '=', staffId)
  return (await row.executeTakeFirstOrThrow()).userId
}
