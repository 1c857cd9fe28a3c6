/** What our own rules are not sure of may be heard by somebody else as well; without an answer the rules stand. */
import type { Command, Precedence } from '../understand/command.ts'
import type { Hearing } from '../understand/hearing.ts'
import { commandsOf, questionFor } from '../understand/understander.ts'
import { mayHear } from './hear.ts'
import type { Turn } from './turn.ts'

interface Understood {
  readonly p: Precedence
  readonly commands: readonly Command[]
  /** Somebody else understood it. */
  readonly isAdvised?: boolean
}

/** Only what nobody knows and what may be one of several: danger, taps, answers and clear matters are never asked about. */
export async function hearOnceMore(
  turn: Turn,
  hearing: Hearing,
  first: Understood,
): Promise<Understood> {
  const { understander, flows } = turn.world
  const [command] = first.commands
  const isUnsure = command?.do === 'no-match' || command?.do === 'clarify'
  if (!understander || !isUnsure || hearing.token !== undefined) return first
  const asked = questionFor(hearing, {
    flows: [...flows.flows.values()]
      .filter(({ id, source: { start } }) => (start?.menu || start?.keywords) && mayHear(turn, id))
      .map(({ id, source }) => ({
        id,
        title: source.title,
        examples: source.start?.examples ?? [],
      })),
    faqs: flows.faqs.map(({ id, ask }) => ({ id, ask: ask[0] ?? id })),
    names: await namesOf(turn),
  })
  const answer = asked && (await understander.ask(asked.question))
  const commands = asked ? commandsOf(answer, hearing, asked, understander.sure) : []
  return commands.length > 0 ? { p: first.p, commands, isAdvised: true } : first
}

async function namesOf({ world }: Turn): Promise<readonly string[]> {
  const { name } = world.user
  return [...(name === undefined ? [] : [name]), ...(await world.namesAround())]
}
