/** A walk as a test file: an author puts it beside the flow, mends the flow by it, and keeps it. */
import { stringify } from 'yaml'
import { durationText } from '../files/quantities.ts'
import type { Walk } from './take-walk.ts'

/** With the answers of those actions only that were called. What should be expected is the author's to say. */
export function printWalk({ flow, settings, talk, failure, called }: Walk, seed: number): string {
  const { fakes = {}, takes = {}, ...rest } = settings
  const needed = Object.entries(fakes).filter(([name]) => name === 'rooms' || called.includes(name))
  const suite = {
    suite: flow,
    ...rest,
    fakes: Object.fromEntries(needed),
    takes: Object.fromEntries(Object.entries(takes).map(([name, ms]) => [name, durationText(ms)])),
    cases: [{ name: `walk ${seed}`, talk: talk.map(written) }],
  }
  return `# ${failure ?? 'held'}\n${stringify(JSON.parse(JSON.stringify(suite)), { lineWidth: 0 })}`
}

function written(item: Walk['talk'][number]): unknown {
  return 'advance' in item ? { ...item, advance: durationText(item.advance) } : item
}
