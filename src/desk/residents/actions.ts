/** What owners' flows may do about their homes: see them, bind by code, apply, unbind. */
import { z } from 'zod'
import { type Action, defineAction } from '../action.ts'
import { applyForBinding } from './apply.ts'
import { consentOf, currentConsent } from './consent.ts'
import { type Home, homesOfActor } from './homes-of.ts'
import { personName } from './person-name.ts'
import { phoneNumber } from './phone-number.ts'
import { redeemCode } from './redeem-code.ts'
import { RELATION_WORDS, RELATIONS } from './relations.ts'
import { unbindOwn } from './revoke-binding.ts'
import { residentStaffActions } from './staff-actions.ts'

const consent = defineAction({
  name: 'residents.consent',
  with: {},
  input: z.object({}),
  outcomes: ['ok'],
  result: { version: 'text', text: 'text' },
  run: async (work) => ({
    outcome: 'ok',
    result: { ...currentConsent(work.rules.residents) },
  }),
})

const redeem = defineAction({
  name: 'residents.redeem',
  with: { code: { type: 'code' }, consent: { type: 'text' } },
  input: z.object({ code: z.string(), consent: z.string() }),
  outcomes: ['bound', 'wrong', 'too_many'],
  result: { room: 'room', room_label: 'text', name: 'text', relation: 'text' },
  async run(work, input) {
    const agreed = consentOf(work.rules.residents, input.consent)
    const answer = await redeemCode(work, input.code, agreed)
    if (answer.outcome !== 'bound') return answer
    const { room, roomLabel, name, relation } = answer
    const result = { room, room_label: roomLabel, name, relation: RELATION_WORDS[relation] }
    return { outcome: 'bound', result }
  },
})

const apply = defineAction({
  name: 'residents.apply',
  with: {
    name: { type: 'person_name' },
    phone: { type: 'cn_phone' },
    room: { type: 'room' },
    relation: { type: 'choice' },
    consent: { type: 'text' },
  },
  input: z.object({
    name: z.string(),
    phone: z.string(),
    room: z.string(),
    relation: z.enum(RELATIONS),
    consent: z.string(),
  }),
  outcomes: ['received', 'already_bound', 'no_such_room', 'too_many', 'unclear'],
  result: { room_label: 'text' },
  async run(work, input) {
    const name = personName(input.name)
    const phone = phoneNumber(input.phone)
    if (name === null || phone === null) return { outcome: 'unclear' }
    const agreed = consentOf(work.rules.residents, input.consent)
    const { room, relation } = input
    const answer = await applyForBinding(work, { name, phone, room, relation, consent: agreed })
    return 'roomLabel' in answer
      ? { outcome: answer.outcome, result: { room_label: answer.roomLabel } }
      : answer
  },
})

const homes = defineAction({
  name: 'residents.homes',
  with: {},
  input: z.object({}),
  outcomes: ['ok', 'none'],
  result: { items: 'list', count: 'integer' },
  async run(work) {
    const items = (await homesOfActor(work)).map(homeItem)
    return { outcome: items.length > 0 ? 'ok' : 'none', result: { items, count: items.length } }
  },
})

const unbind = defineAction({
  name: 'residents.unbind',
  with: { room: { type: 'room' } },
  input: z.object({ room: z.string() }),
  outcomes: ['unbound', 'not_bound'],
  result: { room_label: 'text' },
  irreversible: true,
  async run(work, input) {
    const { outcome, roomLabel } = await unbindOwn(work, input.room)
    return roomLabel ? { outcome, result: { room_label: roomLabel } } : { outcome }
  },
})

function homeItem(home: Home) {
  const { code, label, relation, canSeeFees } = home
  return {
    room: code,
    label,
    relation,
    relation_words: RELATION_WORDS[relation],
    can_see_fees: canSeeFees,
    title: `${label}（${RELATION_WORDS[relation]}）`,
  }
}

export const residentActions: readonly Action[] = [
  consent,
  redeem,
  apply,
  homes,
  unbind,
  ...residentStaffActions,
]
