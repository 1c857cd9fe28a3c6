/** What is asked of a seeded year: each through the desk's own function, as the desk itself asks. */

import type { Words } from '../../../src/conversation/words.ts'
import type { Database } from '../../../src/database/open-database.ts'
import { boardPage } from '../../../src/desk/board/board-rows.ts'
import { countOverdue, overdueSteps } from '../../../src/desk/clocks/overdue.ts'
import { figuresOfMonth } from '../../../src/desk/figures/figures.ts'
import type { Rules } from '../../../src/desk/rules.ts'
import { findStaff } from '../../../src/desk/staff/staff.ts'
import { chooseCandidates } from '../../../src/desk/tickets/candidates.ts'
import { deskList } from '../../../src/desk/tickets/desk-lists.ts'
import { listForOwner } from '../../../src/desk/tickets/list-tickets.ts'
import { peopleFor } from '../../../src/desk/tickets/staff-load.ts'
import { ticketRow } from '../../../src/desk/tickets/ticket.ts'
import type { OwnerActor, Work } from '../../../src/desk/work.ts'
import { composeReport } from '../../../src/report/compose.ts'
import { reportMonth } from '../../../src/report/month.ts'
import { readReport } from '../../../src/report/read-report.ts'
import { sayOf } from '../../../src/report/say.ts'
import { reportBook } from '../../../src/report/write/book.ts'
import { renderReport } from '../../../src/report/write/page.tsx'
import { workOn } from '../../support/desk/work.ts'
import { recordingNotifier } from '../../support/recording-notifier.ts'
import { MONTH, NOW, PROJECT } from './seed-places.ts'
import type { Subject } from './targets.ts'

export interface Asked {
  /** How often in a round: short questions many times. */
  readonly times: number
  /** Does it once; `at` tells one time from the other, so that not always the same rows are asked for. Answers how much it found. */
  run(at: number): Promise<number>
}

/** The dispatcher's list of what is late. */
async function lateList(work: Work): Promise<number> {
  const manager = await findStaff(work.tx, 'manager')
  const list = await deskList(work, manager ? [manager] : [], { list: 'overdue', words: '' })
  return list.lines.length
}

export async function subjectsOf(
  db: Database,
  { rules, words, rooms }: { readonly rules: Rules; readonly words: Words; readonly rooms: number },
): Promise<Readonly<Record<Subject, Asked>>> {
  const doWork = await workOn(db, recordingNotifier(), rules)
  const ask = <T>(run: (work: Work) => Promise<T>, actor?: OwnerActor) => doWork(NOW, run, actor)
  const say = sayOf(words)
  const board = (group: 'open' | 'ended') => async () =>
    await ask(async (work) => {
      const manager = await findStaff(work.tx, 'manager')
      const search = { text: '', phoneHash: '' }
      const any = { projectId: '', kind: '', building: '', assigneeId: '' }
      const filter = { ...any, group, lateOnly: false, freeOnly: false, search }
      return (await boardPage(work, manager ? [manager] : [], { filter, after: null })).rows.length
    })
  return {
    'board page': { times: 20, run: board('open') },
    'board, ended': { times: 20, run: board('ended') },
    'desk list': { times: 20, run: () => ask(lateList) },
    'my tickets': {
      times: 50,
      run: (at) => ask(async (work) => (await listForOwner(work)).items.length, ownerOf(at, rooms)),
    },
    'dispatch candidates': { times: 20, run: (at) => ask((work) => candidates(work, at)) },
    'overdue sweep': {
      times: 50,
      run: () =>
        ask(async (work) => {
          const { now } = work
          const { most } = work.rules.clocks.watch
          await overdueSteps(work.tx, { now, most })
          return await countOverdue(work.tx, now)
        }),
    },
    'figures of a month': {
      times: 1,
      run: () => ask(async (work) => (await figuresOfMonth(work.tx, PROJECT, MONTH)).length),
    },
    'monthly report': {
      times: 1,
      async run() {
        const month = reportMonth(MONTH, new Date(NOW))
        if (month === null || month === 'future') throw new Error(`${MONTH} is not over`)
        const project = { id: PROJECT, name: '规模' }
        const facts = await ask((work) =>
          readReport(work.tx, { project, month, now: work.now, rules }),
        )
        if (!facts) return 0
        const report = composeReport(facts, say)
        await reportBook(report, say)
        renderReport(report, say)
        const blocks = report.sections.flatMap((section) => section.blocks)
        return blocks.reduce((sum, one) => sum + (one.kind === 'table' ? one.rows.length : 1), 0)
      },
    },
  }
}

/** Somebody else each time. */
function ownerOf(at: number, rooms: number): OwnerActor {
  const one = 1 + ((at * 7919) % rooms)
  const ids = { conversationId: `c${one}`, userId: `user${one}`, personId: `p${one}` }
  return { kind: 'owner', corpId: 'corp-1', projectId: PROJECT, ...ids }
}

/** Another of the newest repairs each time, chosen for as dispatch would. */
async function candidates(work: Work, at: number): Promise<number> {
  const row = await work.tx
    .selectFrom('ticket')
    .selectAll()
    .where('projectId', '=', PROJECT)
    .where('kind', '=', 'repair')
    .orderBy('createdAt', 'desc')
    .offset(at % 5)
    .limit(1)
    .executeTakeFirstOrThrow()
  const people = await peopleFor(work, ticketRow(row))
  const { dispatch } = work.rules.tickets
  const choice = chooseCandidates(people, {
    buildingCode: row.buildingCode,
    handlers: ['technician'],
    skill: 'plumbing_power',
    priority: 'normal',
    maxOpenWeight: dispatch.max_open_weight,
    maxOpen: Number.POSITIVE_INFINITY,
    maxGiven: null,
    needsCertificate: false,
  })
  return choice.considered.length
}
