/** The alarm of a ladder that somebody has taken or put off: they are asked, or it begins again. */
import { findStaff } from '../../staff/staff.ts'
import type { Work } from '../../work.ts'
import type { SubjectView } from '../subject-view.ts'
import { ASKED, askHolder } from './ask-holder.ts'
import { changeRun } from './change-run.ts'
import { gather } from './gather.ts'
import { keepPing } from './keep-ping.ts'
import { answerBy } from './ladder-times.ts'
import { beginAgain } from './open-run.ts'
import { pingValues } from './ping-values.ts'
import { groundOf, type Run } from './run.ts'
import { whyGathered } from './why-gathered.ts'

/** Whoever has it is asked once; without an answer, or when they have left, the ladder begins again (servicedesk.md B5). */
export async function lookAgain(work: Work, run: Run, view: SubjectView): Promise<void> {
  const isTaken = run.state === 'acknowledged' && run.askedAt === null
  const answerAt = isTaken ? answerBy(run.ladder, await groundOf(work, run), run, work.now) : null
  const holder = run.ackById ? await findStaff(work.tx, run.ackById) : null
  if (!answerAt || !holder) return beginAgain(work, run)
  const asking = await changeRun(work, run, {
    state: 'acknowledged',
    askedAt: work.now,
    nextAt: answerAt,
  })
  const about = await pingValues(work, { view, reason: run.reason, dueAt: run.dueAt })
  // Kept under the level it was taken at.
  const step = Math.max(0, run.round > 0 ? run.step : run.step - 1)
  const key = await keepPing(
    work,
    { ...asking, step },
    {
      receiver: `ask-${holder.id}`,
      target: null,
      staffId: holder.id,
      result: 'asked',
      note: `${about.number} ${about.place}`.trim(),
    },
  )
  if (!key) return
  const answer_minutes = Math.round((answerAt.getTime() - work.now.getTime()) / 60_000)
  const values = { ...about, answer_minutes }
  const why = whyGathered(work, run, {})
  if (why) {
    await gather(work, run, { key, kind: 'still', receiver: `${ASKED}${holder.id}`, why, values })
  } else await askHolder(work, holder.id, { key, values, runId: run.id })
}
