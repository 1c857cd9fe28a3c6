/** What a turn of talk costs: beside engines of others, with and without a date, with more flows and more known questions. */
import { manyFlows } from '../dialogue/many-flows.ts'
import { manyQuestions } from '../dialogue/many-questions.ts'
import { compiled, shippedFiles } from '../dialogue/our-flows.ts'
import { ourTalks } from '../dialogue/our-talks.ts'
import { FLOOR, installPeers, PEERS, peerTalks } from '../dialogue/peer-talks.ts'
import { scriptSubject } from '../dialogue/play-script.ts'
import {
  SCRIPT,
  SCRIPT_WITH_DATE,
  WITH_EXTRA_FLOW,
  WITH_EXTRA_QUESTION,
} from '../dialogue/script.ts'
import { warmUp } from '../dialogue/warm-up.ts'
import { weighWaiting } from '../dialogue/weigh-waiting.ts'
import type { Scenario, Subject } from '../run-scenario.ts'

const OURS = 'guanjia'
const UNIT = 'CPU µs'
const people = (full: boolean) => (full ? 1500 : 300)

let whyNoPeers: string | null = null

const besidePeers: Scenario = {
  id: 'dialogue',
  what: 'a turn of the six-turn repair script, the state kept as JSON between any two',
  unit: UNIT,
  floor: FLOOR.name,
  targets: {},
  /** A quarter of the framework that is nearest in kind, and no more than those that understand nothing. */
  ratios: [
    { subject: OURS, by: 'botbuilder-dialogs', most: 0.25 },
    { subject: OURS, by: 'xstate', most: 1 },
    { subject: OURS, by: 'bottender', most: 1 },
  ],
  async open(full) {
    whyNoPeers = installPeers()
    const others = whyNoPeers === null ? [FLOOR, ...PEERS] : [FLOOR]
    const all = await Promise.all(
      others.map(async ({ name, file }) => ({ name, talks: await peerTalks(file) })),
    )
    const ours = { name: OURS, talks: ourTalks(compiled(await shippedFiles())) }
    for (const { talks } of [...all, ours]) await warmUp(talks, SCRIPT)
    return [...all, ours].map((engine) => ({
      ...scriptSubject({ ...engine, script: SCRIPT, people: people(full) }),
      weigh: () => weighWaiting(engine.talks, SCRIPT),
    }))
  },
  skipped: () => (whyNoPeers === null ? [] : PEERS.map(({ name }) => `${name}: ${whyNoPeers}`)),
}

const date: Scenario = {
  id: 'dialogue date',
  what: 'a turn of the same script when one of the six says a day and hours, and when none does',
  unit: UNIT,
  floor: 'without a date',
  targets: {},
  async open(full) {
    const talks = ourTalks(compiled(await shippedFiles()))
    await warmUp(talks, SCRIPT_WITH_DATE)
    const all = people(full)
    return [
      scriptSubject({ name: 'without a date', talks, script: SCRIPT, people: all }),
      scriptSubject({ name: 'with a date', talks, script: SCRIPT_WITH_DATE, people: all }),
    ]
  },
}

const flows: Scenario = {
  id: 'dialogue flows',
  what: 'a turn of the same script and of a start of another flow, by the number of flows',
  unit: UNIT,
  floor: '10 flows',
  targets: {},
  ratios: [{ subject: '1000 flows', by: '10 flows', most: 3 }],
  async open(full) {
    const shipped = await shippedFiles()
    // What every desk has: the repair, the flow that danger leads to, words and patterns.
    const ground = shipped.filter(({ path }) =>
      /^(_(bot|types|text|patterns)|alarm_place|repair_report)/.test(path),
    )
    return [10, 100, 1000].map((count): Subject => {
      const talks = ourTalks(compiled([...ground, ...manyFlows(count - 2)]))
      return scriptSubject({
        name: `${count} flows`,
        talks,
        script: WITH_EXTRA_FLOW,
        people: people(full),
      })
    })
  },
}

const questions: Scenario = {
  id: 'dialogue questions',
  what: 'a turn of the same script with a known question in the middle, by the number of known questions',
  unit: UNIT,
  floor: '100 questions',
  targets: {},
  async open(full) {
    const shipped = await shippedFiles()
    const own = compiled(shipped).faqs.length
    return [100, 1000, 10_000].map((count): Subject => {
      const talks = ourTalks(compiled([...shipped, ...manyQuestions(count - own)]))
      return scriptSubject({
        name: `${count} questions`,
        talks,
        script: WITH_EXTRA_QUESTION,
        people: people(full),
      })
    })
  },
}

export const dialogueScenarios: readonly Scenario[] = [besidePeers, date, flows, questions]
