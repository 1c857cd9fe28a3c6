/** When something else comes up: another flow, one of several, a known question, or nothing in particular. */
import type { CompiledFlow } from '../files/compiled-flow.ts'
import type { Command, MenuOption, Values } from '../understand/command.ts'
import { offer } from './menus.ts'
import type { Run } from './session.ts'
import { refusedAccess, startFlow } from './start-flow.ts'
import { flowOf, flowWords, labelOf, note, pattern, say, sayPattern, type Turn } from './turn.ts'

/** The flow's policy decides; a free text that may be the answer is always asked about (dialogue.md D8). */
export async function digress(
  turn: Turn,
  run: Run,
  { start, answer }: Extract<Command, { do: 'digress' }>,
): Promise<void> {
  const flow = flowOf(turn, run)
  const step = flow.steps.get(run.wait?.step ?? '')
  const own = step && 'digress' in step ? step.digress : undefined
  const policy = own ?? flow.source.policy?.digress ?? 'allow'
  note(turn, 'digressed', run, { detail: `${policy}:${start.flow}` })
  if (policy === 'allow' && !answer) {
    await startFlow(turn, start)
    return
  }
  if (policy === 'defer') turn.session.deferred.push(start)
  const about = {
    flow: flowWords(flow),
    other: flowWords(turn.world.flows.flows.get(start.flow) ?? flow),
  }
  const line = LINES[policy]
  const go: MenuOption = {
    text: pattern(turn, 'digress.switch', about),
    command: { do: 'start', start },
    means: 'yes',
  }
  const stay: MenuOption = {
    text: pattern(turn, 'digress.stay', about),
    command: { do: 'continue' },
    means: 'no',
  }
  const options = [
    ...(line === 'digress.ask' ? [go] : []),
    stay,
    ...(answer ? [asAnswer(turn, run, answer)] : []),
  ]
  if (options.length > 1) offer(turn, pattern(turn, line, about), options)
  else sayPattern(turn, line, about)
}

const LINES = {
  allow: 'digress.ask',
  ask_first: 'digress.ask',
  defer: 'digress.deferred',
  never: 'digress.never',
} as const

export function clarify(
  turn: Turn,
  run: Run | undefined,
  { flows, faqs = [], text, answer }: Extract<Command, { do: 'clarify' }>,
): void {
  const options = flows.flatMap((id): MenuOption[] => {
    const verb = turn.world.flows.flows.get(id)?.source.verb
    return verb ? [{ text: verb, command: { do: 'start', start: { flow: id, text } } }] : []
  })
  const questions = faqs.flatMap((faq): MenuOption[] => {
    const [asked] = turn.world.flows.faq(faq)?.ask ?? []
    return asked ? [{ text: asked, command: { do: 'answer-faq', faq } }] : []
  })
  const none: MenuOption = {
    text: pattern(turn, 'clarify.none'),
    command: run ? { do: 'continue' } : { do: 'menu' },
    means: 'no',
  }
  offer(turn, pattern(turn, 'clarify.ask'), [
    ...options,
    ...questions,
    run && answer ? asAnswer(turn, run, answer) : none,
  ])
}

/** Answers a known question; the open question follows and no retry is lost (dialogue.md D6, P8). */
export function answerFaq(
  turn: Turn,
  run: Run | undefined,
  { faq: id, answer }: Extract<Command, { do: 'answer-faq' }>,
): void {
  const { flows, env, user } = turn.world
  const faq = flows.faq(id)
  const next = flows.flows.get(faq?.flow ?? '')
  turn.isTouched = true
  if (run && answer) {
    const slot = { label: labelOf(turn, run, run.wait?.slot ?? '') }
    offer(turn, pattern(turn, 'faq.ask', { slot }), [
      { text: pattern(turn, 'faq.answer'), command: { do: 'answer-faq', faq: id }, means: 'yes' },
      asAnswer(turn, run, answer),
    ])
    return
  }
  const words = flows.template(faq?.answer.variants[0] ?? '').render({ env, user })
  const cite = faq?.cite
  const text = cite ? pattern(turn, 'faq.cite', { answer: words, cite }) : words
  if (!next || run) say(turn, { kind: 'text', text })
  else offer(turn, text, [toStart(next)])
}

/** The flows this person may see, in the order the files give. */
export function mainMenu(turn: Turn): void {
  menuFor(turn, '')
}

/** The same after words nobody understood: the flow that is chosen begins with them, so that nothing is said twice. */
export function menuFor(turn: Turn, text: string): void {
  const options = menuFlows(turn).map(toStart)
  turn.isTouched = true
  if (options.length === 0) return
  offer(turn, pattern(turn, 'menu.main'), options)
  const [menu] = turn.session.menus
  if (menu && text !== '') menu.said = text.slice(0, MOST_KEPT)
}

const MOST_KEPT = 500

export function menuFlows(turn: Turn): readonly CompiledFlow[] {
  return [...turn.world.flows.flows.values()]
    .filter((flow) => flow.source.start?.menu && refusedAccess(turn, flow) !== 'access.denied')
    .toSorted((a, b) => (a.source.start?.menu?.order ?? 0) - (b.source.start?.menu?.order ?? 0))
}

export function toStart({ id, source }: CompiledFlow): MenuOption {
  const text = source.start?.menu?.label ?? source.verb
  return { text, command: { do: 'start', start: { flow: id, text: '' } } }
}

function asAnswer(turn: Turn, run: Run, values: Values): MenuOption {
  const asked = run.wait?.slot
  const text = pattern(turn, 'digress.answer', { slot: { label: labelOf(turn, run, asked ?? '') } })
  return { text, command: { do: 'set', values, asked } }
}
