/** Walks the run on top from step to step until something waits or nothing is left. */
import { FlowFault } from '../files/flow-fault.ts'
import { archiveLeft } from './correct.ts'
import { finish, withoutFault } from './end-run.ts'
import type { Run } from './session.ts'
import { jump, runStep } from './steps.ts'
import { evaluate, flowOf, note, type Turn, top } from './turn.ts'

/** A flow that walks further without waiting goes in circles (dialogue.md D2). */
const MOST_STEPS = 200
const MOST_DEPTH = 8

export async function walk(turn: Turn): Promise<void> {
  let steps = 0
  for (let run = moving(turn); run; run = moving(turn)) {
    steps += 1
    const isCircling = steps > MOST_STEPS || turn.session.runs.length > MOST_DEPTH
    const step = isCircling ? circling(run) : () => take(turn, run)
    if (!(await withoutFault(turn, step))) steps = 0
  }
}

/** The run on top, unless it waits; while people have the conversation only danger moves. */
function moving(turn: Turn): Run | undefined {
  const run = top(turn)
  return run?.wait || (turn.session.handoff && run?.cause !== 'hazard') ? undefined : run
}

function circling(run: Run): () => never {
  return () => {
    throw new FlowFault(`${run.flow} never waits`)
  }
}

async function take(turn: Turn, run: Run): Promise<void> {
  const step = flowOf(turn, run).steps.get(run.at)
  if (run.at.startsWith('flow:')) await jump(turn, run, run.at.slice(5))
  else if (!step) await finish(turn, run, 'done')
  else if (step.when !== undefined && (await evaluate(turn, run, step.when)) !== true)
    run.at = step.next
  else {
    turn.isTouched = true
    run.path?.push(step.id)
    // Beyond the steps it has taken before, a run that is walked again speaks as usual.
    if (!run.visits[step.id]) delete run.replay
    if (!run.replay) {
      run.visits[step.id] = (run.visits[step.id] ?? 0) + 1
      note(turn, 'step_entered', run, { step: step.id })
    }
    await runStep(turn, run, step)
    if (run.wait) archiveLeft(turn, run)
  }
}
