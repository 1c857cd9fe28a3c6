/** What an answer does to the question it meets: it fills, it is refused, or it was no answer at all. */

import type { CompiledFlow } from '../files/compiled-flow.ts'
import { isStep } from '../files/edges.ts'
import type { Words } from '../files/step-schema.ts'
import type { Value, Values } from '../understand/command.ts'
import { correct } from './correct.ts'
import { finish } from './end-run.ts'
import { handOff, mayHandOff } from './handoff.ts'
import { questionOf } from './questions.ts'
import { isParked, type Run, type Wait } from './session.ts'
import { flowOf, flowWords, note, render, say, sayPattern, type Turn } from './turn.ts'
import { fill, judge, noteParts } from './values.ts'

export async function takeValues(
  turn: Turn,
  run: Run,
  values: Values,
  asked?: string,
): Promise<void> {
  const { wait } = run
  const answer = asked !== undefined && wait?.slot === asked ? values[asked] : undefined
  turn.isTouched = true
  if (answer && wait && flowOf(turn, run).steps.get(wait.step)?.kind === 'confirm')
    decide(turn, run, answer.value === true)
  else if (answer && wait?.isReopened) await correctAsked(turn, run, values)
  else {
    noteParts(turn, run, turn.text)
    for (const [slot, value] of Object.entries(values))
      await takeValue(turn, run, slot, { value, isAsked: answer !== undefined && slot === asked })
    if (!answer) lookAgain(turn, run)
  }
}

/** What was said besides may have made the open question needless: its step decides again. */
function lookAgain(turn: Turn, run: Run): void {
  const step = flowOf(turn, run).steps.get(run.wait?.step ?? '')
  if (step?.when !== undefined && !run.wait?.isReopened) delete run.wait
}

async function takeValue(
  turn: Turn,
  run: Run,
  slot: string,
  { value, isAsked }: { value: Value; isAsked: boolean },
): Promise<void> {
  const verdict = await judge(turn, run, slot, value)
  if ('filled' in verdict) {
    fill(turn, run, slot, verdict.filled)
    note(turn, 'answered', run, { slot, ...(isAsked && run.wait && { step: run.wait.step }) })
    if (isAsked) moveOn(turn, run, slot)
  } else if (!isAsked) say(turn, { kind: 'text', text: verdict.refused })
  else if (verdict.isPart) turn.prompt = verdict.refused
  else await missed(turn, run, verdict.refused)
}

/** The slot was asked again with its value kept: a value that is refused counts as a try. */
async function correctAsked(turn: Turn, run: Run, values: Values): Promise<void> {
  await correct(turn, run, values)
  if (turn.prompt !== undefined && run.wait?.isReopened) await missed(turn, run, turn.prompt)
}

/** The open question is over: skipped, or all photos are there. */
export function settle(turn: Turn, run: Run, slot: string): void {
  run.settled = [...run.settled, slot]
  moveOn(turn, run, slot)
}

function moveOn(turn: Turn, run: Run, slot: string): void {
  if (run.wait) run.history.push({ step: run.wait.step, slot })
  const { value } = run.slots[slot] ?? {}
  // The lowest score is easily tapped by mistake: it is said back.
  if (flowOf(turn, run).source.slots[slot]?.type === 'rating' && value === 1)
    sayPattern(turn, 'rating.named', { option: value })
  delete run.wait
  turn.isTouched = true
}

/** A card or a yes-or-no question was answered. */
export function decide(turn: Turn, run: Run, isYes: boolean): void {
  const step = run.wait && flowOf(turn, run).steps.get(run.wait.step)
  if (step?.kind !== 'confirm') return
  if ('slot' in step.confirm) fill(turn, run, step.confirm.slot, { value: isYes, by: 'user' })
  note(turn, 'answered', run, { step: step.id, detail: isYes ? 'accept' : 'decline' })
  run.at = isYes ? step.accept : step.decline
  delete run.wait
  turn.isTouched = true
}

/** Counts a try in vain; `words` are what refused it. After too many the flow's way out is taken. */
export async function missed(turn: Turn, run: Run, words?: string): Promise<void> {
  const { wait } = run
  turn.isTouched = true
  if (!wait || isParked(run)) return
  const flow = flowOf(turn, run)
  const key = `${wait.step}.${wait.slot ?? ''}`
  const tries = (run.retries[key] ?? 0) + 1
  run.retries[key] = tries
  note(turn, 'retried', run, {
    step: wait.step,
    ...(wait.slot !== undefined && { slot: wait.slot }),
  })
  if (tries > (flow.source.policy?.max_retries ?? 2)) return await exhausted(turn, run)
  const retry = retryWords(flow, wait, tries)
  if (words !== undefined) turn.prompt = words
  else if (retry) turn.prompt = render(turn, run, retry)
  else sayPattern(turn, 'no_match.asked')
}

function retryWords(
  flow: CompiledFlow,
  { step: id, slot = '' }: Wait,
  tries: number,
): Words | undefined {
  const step = flow.steps.get(id)
  const isAsk = step?.kind === 'ask' || step?.kind === 'form'
  return isAsk ? questionOf(step, slot).retry.at(tries - 1) : undefined
}

async function exhausted(turn: Turn, run: Run): Promise<void> {
  const way = flowOf(turn, run).source.policy?.on_exhausted ?? 'handoff'
  note(turn, 'exhausted', run, { step: run.at })
  run.retries = {}
  if (isStep(way)) {
    run.at = way
    delete run.wait
  } else if (way === 'finish' || !mayHandOff(turn)) {
    sayPattern(turn, 'end.unfinished', { flow: flowWords(flowOf(turn, run)) })
    await finish(turn, run, 'unfinished')
  } else handOff(turn, { reason: 'no_match' })
}
