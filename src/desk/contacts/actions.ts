/** What flows may do with codes: staff make them, whoever scans one is bound by it. */
import { z } from 'zod'
import { type Action, defineAction } from '../action.ts'
import { consentOf, currentConsent } from '../residents/consent.ts'
import { personTitle } from '../residents/issue-code.ts'
import { RELATION_WORDS } from '../residents/relations.ts'
import { makeWays } from './make-ways.ts'
import { redeemScan, scanned } from './scan.ts'

const makeCodes = defineAction({
  name: 'contacts.make_codes',
  with: { place: { type: 'text' }, name: { type: 'person_name', optional: true } },
  input: z.object({ place: z.string(), name: z.string().nullish() }),
  outcomes: ['ordered', 'which_person', 'no_such_place', 'not_allowed', 'nobody', 'no_steward'],
  result: { count: 'integer', label: 'text', people: 'list' },
  async run(work, { place, name }) {
    const answer = await makeWays(work, { place, name: name ?? undefined })
    if (answer.outcome === 'ordered') {
      const { count, label } = answer
      return { outcome: 'ordered', result: { count, label } }
    }
    if (answer.outcome !== 'which_person') return answer
    const people = answer.people.map((one) => ({ name: one.name, title: personTitle(one) }))
    return { outcome: 'which_person', result: { people } }
  },
})

const scan = defineAction({
  name: 'contacts.scanned',
  with: { token: { type: 'code' } },
  input: z.object({ token: z.string() }),
  outcomes: ['room', 'place', 'unknown'],
  result: { label: 'text', version: 'text', text: 'text' },
  async run(work, { token }) {
    const found = await scanned(work, token)
    if (found.outcome === 'unknown') return found
    const { version, text } = currentConsent(work.rules.residents)
    return { outcome: found.outcome, result: { label: found.label, version, text } }
  },
})

const redeem = defineAction({
  name: 'contacts.redeem',
  with: { token: { type: 'code' }, consent: { type: 'text' } },
  input: z.object({ token: z.string(), consent: z.string() }),
  outcomes: ['bound', 'unknown'],
  result: { room_label: 'text', relation: 'text' },
  async run(work, { token, consent }) {
    const answer = await redeemScan(work, token, consentOf(work.rules.residents, consent))
    if (answer.outcome !== 'bound') return answer
    const { roomLabel, relation } = answer
    return {
      outcome: 'bound',
      result: { room_label: roomLabel, relation: RELATION_WORDS[relation] },
    }
  },
})

export const contactActions: readonly Action[] = [makeCodes, scan, redeem]
