/** A matter that has been waiting longer than the rule allows is shown to the team lead. */
import { z } from 'zod'
import type { TimerHandler } from '../action.ts'
import { leadsFor } from '../roster/leads-for.ts'
import { openClocksOf } from './clock.ts'
import { type Subjects, viewOf } from './subject-view.ts'

const payload = z.object({
  subject: z.object({ kind: z.string(), id: z.string() }),
  since: z.string(),
})

export const longPause =
  (subjects: Subjects): TimerHandler =>
  async (work, timer) => {
    const { subject, since } = payload.parse(timer.payload)
    const waits = (await openClocksOf(work.tx, subject)).some((clock) => clock.state === 'paused')
    const view = waits ? await viewOf(subjects, work, subject) : null
    if (!view?.isOpen) return
    const { projectId, skill, buildingCode, teamId = null, number, place, title } = view
    const all = await leadsFor(work, { projectId, at: work.now, skill, buildingCode, teamId })
    const leads = view.callable ? await view.callable(all) : all
    const days = Math.floor((work.now.getTime() - Date.parse(since)) / 86_400_000)
    const key = `long-pause-${subject.kind}-${subject.id}-${Date.parse(since)}`
    const note = { values: { number, place, title, days }, purpose: 'alert' as const }
    for (const lead of leads) {
      const words = 'clocks.long_pause.lead'
      await work.tell.staff(work, lead.id, { ...note, words, key: `${key}-${lead.id}` })
    }
    if (leads.length > 0) return
    const words = 'clocks.long_pause.robot'
    const hidden = work.rules.tickets.complaints.confidential.title
    const values = view.isConfidential ? { number, place: '', title: hidden, days } : note.values
    await work.tell.robot(work, projectId, {
      ...note,
      values,
      words,
      key: `${key}-robot`,
      mention: [],
    })
  }
