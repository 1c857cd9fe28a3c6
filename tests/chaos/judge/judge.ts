/** Holds the desk against the ledger and against every phone, once nothing moves any more. */
import { judgeAlarms } from './alarms.ts'
import { judgeDates } from './dates.ts'
import type { Evidence, Judgement } from './evidence.ts'
import { judgePosts } from './posts.ts'
import { judgeSends } from './sends.ts'
import { judgeTalk } from './talk.ts'
import { judgeTaps } from './taps.ts'
import { judgeTickets } from './tickets.ts'
import { judgeTurns } from './turns.ts'
import { judgeVersions } from './versions.ts'

const MOST_FINDINGS = 20

export async function judge(evidence: Evidence): Promise<Judgement> {
  const findings: string[] = []
  const find = (what: string) => {
    if (findings.length < MOST_FINDINGS) findings.push(what)
  }
  const talk = await judgeTalk(evidence, find)
  const posts = await judgePosts(evidence, find)
  const taps = await judgeTaps(evidence, find)
  const turns = await judgeTurns(evidence, find)
  const tickets = await judgeTickets(evidence, find)
  const versions = await judgeVersions(evidence, find)
  const alarms = await judgeAlarms(evidence, find)
  const dates = await judgeDates(evidence, find)
  const sends = await judgeSends(evidence, find)
  return {
    verdict: {
      ...{ ...talk.verdict, ...posts.verdict, ...taps.verdict, ...turns, ...tickets.verdict },
      ...{ ...versions.verdict, ...alarms.verdict, ...dates, ...sends.verdict },
    },
    counts: {
      ...{
        ...talk.counts,
        ...posts.counts,
        ...taps.counts,
        ...tickets.counts,
        ...versions.counts,
        ...alarms.counts,
        ...sends.counts,
      },
    },
    findings,
  }
}
