/** What the desk may answer in a walk, whole: tests say only those fields of a result that their own flow reads. */
import type { ActionSignature } from '../files/registry.ts'
import type { SlotTypeName } from '../files/slot-schema.ts'

/** Every outcome of an action at least once, as test files write answers: `{outcome: result}`. */
export function answersOf(
  { outcomes, result }: ActionSignature,
  known: readonly unknown[],
): readonly unknown[] {
  const fields = Object.fromEntries(
    Object.entries(result).map(([name, type]) => [name, sampleOf(type)]),
  )
  const given = known.flatMap((answer) => Object.entries(answer as object))
  const items = itemOf(given.map(([, each]) => each))
  // An outcome no test gives a result stays without: a flow must not read one then.
  const withResult = new Set(given.flatMap(([outcome, each]) => (each === null ? [] : [outcome])))
  const whole = given.map(([outcome, each]) => ({
    [outcome]: withResult.has(outcome) ? { ...fields, ...withWholeItems(each ?? {}, items) } : null,
  }))
  const seen = new Set(given.map(([outcome]) => outcome))
  const unseen = outcomes.filter((outcome) => !seen.has(outcome))
  return [...whole, ...unseen.map((outcome) => ({ [outcome]: fields }))]
}

/** All fields any test gave to an item of a list of this action. */
function itemOf(results: readonly unknown[]): object {
  const lists = results.flatMap((result) => Object.values(result ?? {}).filter(Array.isArray))
  return Object.assign({}, ...lists.flat().filter((item) => typeof item === 'object'))
}

function withWholeItems(result: object, item: object): object {
  const whole = (value: unknown) =>
    Array.isArray(value)
      ? value.map((each) => (typeof each === 'object' ? { ...item, ...each } : each))
      : value
  return Object.fromEntries(Object.entries(result).map(([name, value]) => [name, whole(value)]))
}

function sampleOf(type: SlotTypeName): unknown {
  return OF_TYPE[type] ?? '样例'
}

const OF_TYPE: Partial<Record<SlotTypeName, unknown>> = {
  number: 3,
  integer: 2,
  amount: 12_345,
  rating: 4,
  yes_no: true,
  date: '2026-12-01',
  time: '15:00',
  time_window: '2026-12-01T09:00/11:00',
  month_range: '2026-01/2026-03',
  cn_phone: '13900139000',
  room: '3-2-501',
  building: '3',
  multi_choice: [],
  images: [],
  list: [],
  json: {},
}
