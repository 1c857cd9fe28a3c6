/** Questions about tickets that flows may ask in expressions. */
import type { Fact } from '../action.ts'
import type { Work } from '../work.ts'
import { ownAlarm } from './alarm-place.ts'
import { inferCategory } from './categories.ts'
import type { Category } from './category-rules.ts'
import { listForOwner } from './list-tickets.ts'
import { parseNumber } from './number.ts'
import { actingStaff } from './staff-step.ts'
import { jobsOf, VERBS } from './staff-tickets.ts'
import { weigh } from './weigh.ts'

/** A category's id, or the words of a report: both name a category. */
function categoryMeant(work: Work, args: readonly unknown[]): Category {
  const said = String(args[0] ?? '')
  const known = work.rules.categories.byId.get(said)
  return known ?? inferCategory(work.rules.categories, { text: said, kind: 'repair' })
}

function aboutCategory(name: string, type: string, ask: (category: Category) => unknown): Fact {
  return {
    signature: `${name}(string): ${type}`,
    answer: async (work, args) => ask(categoryMeant(work, args)),
  }
}

export const ticketFacts: Readonly<Record<string, Fact>> = {
  has_open_tickets: {
    signature: 'has_open_tickets(): bool',
    answer: async (work) => (await listForOwner(work)).open > 0,
  },
  open_ticket_count: {
    signature: 'open_ticket_count(): int',
    answer: async (work) => (await listForOwner(work)).open,
  },
  has_jobs: {
    signature: 'has_jobs(): bool',
    answer: async (work) => (await jobsOf(work, await actingStaff(work), undefined)).length > 0,
  },
  job_count: {
    signature: 'job_count(string): int',
    answer: async (work, args) => {
      const verb = VERBS.find((one) => one === args[0])
      return (await jobsOf(work, await actingStaff(work), verb)).length
    },
  },
  alarm_place_wanted: {
    signature: 'alarm_place_wanted(): bool',
    answer: async (work) => (await ownAlarm(work))?.place === '',
  },
  is_ticket_number: {
    signature: 'is_ticket_number(string): bool',
    answer: async (_work, args) => parseNumber(String(args[0] ?? '')) !== null,
  },
  category_of: aboutCategory('category_of', 'string', ({ id }) => id),
  category_name: aboutCategory('category_name', 'string', ({ name }) => name),
  category_place: aboutCategory('category_place', 'string', ({ place }) => place),
  photo_wanted: aboutCategory('photo_wanted', 'bool', ({ photo }) => photo === 'wanted'),
  appointment_wanted: aboutCategory(
    'appointment_wanted',
    'bool',
    ({ appointment }) => appointment === 'wanted',
  ),
  sounds_urgent: {
    signature: 'sounds_urgent(string): bool',
    answer: async (work, args) => {
      const text = String(args[0] ?? '')
      return weigh(work.rules.categories, categoryMeant(work, args), { text }).priority === 'urgent'
    },
  },
}
