/** A script played to an engine by many people in turns, as a subject: an operation is one turn. */
import type { Subject } from '../run-scenario.ts'
import { isRight, type ScriptTurn } from './script.ts'
import type { Talks } from './talks.ts'

export interface Played {
  readonly name: string
  readonly talks: Talks
  readonly script: readonly ScriptTurn[]
  readonly people: number
}

export function scriptSubject({ name, talks, script, people }: Played): Subject {
  return {
    name,
    async run() {
      const wrong = await play(talks, script, people)
      talks.forget()
      return { operations: people * script.length, wrong }
    },
  }
}

/** Everybody says the first, then everybody the second: so many talks wait at a time. Returns how many replies were wrong. */
export async function play(
  talks: Talks,
  script: readonly ScriptTurn[],
  people: number,
): Promise<number> {
  let wrong = 0
  for (const turn of script)
    for (let who = 1; who <= people; who += 1)
      if (!isRight(await talks.say(String(who), turn.said), turn)) wrong += 1
  return wrong
}
