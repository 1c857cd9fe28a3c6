/** The bench of the dialogue: every engine that needs no package says what the script expects, and what is generated is right. */
import { expect, test } from 'vitest'
import { manyFlows, nameOf } from './many-flows.ts'
import { manyQuestions } from './many-questions.ts'
import { compiled, shippedFiles } from './our-flows.ts'
import { ourTalks } from './our-talks.ts'
import { FLOOR, peerTalks } from './peer-talks.ts'
import { play, scriptSubject } from './play-script.ts'
import { SCRIPT, SCRIPT_WITH_DATE, WITH_EXTRA_FLOW, WITH_EXTRA_QUESTION } from './script.ts'
import type { Talks } from './talks.ts'

const shipped = await shippedFiles()

test('the desk and the floor answer each of the six turns rightly', async () => {
  expect(await play(ourTalks(compiled(shipped)), SCRIPT, 2)).toBe(0)
  expect(await play(ourTalks(compiled(shipped)), SCRIPT_WITH_DATE, 2)).toBe(0)
  expect(await play(await peerTalks(FLOOR.file), SCRIPT, 2)).toBe(0)
})

test('generated flows and questions keep every rule, and are talked to like any other', async () => {
  const more = [...shipped, ...manyFlows(30), ...manyQuestions(30)]
  expect(await play(ourTalks(compiled(more)), WITH_EXTRA_FLOW, 1)).toBe(0)
  expect(await play(ourTalks(compiled(more)), WITH_EXTRA_QUESTION, 1)).toBe(0)
})

test('a thousand names are a thousand names', () => {
  const names = Array.from({ length: 1000 }, (_, at) => nameOf(at + 1))
  expect(new Set(names).size).toBe(1000)
})

test('a reply without the words that must be in it is counted as wrong', async () => {
  const parrot: Talks = { say: async (_who, text) => text, stored: () => '', forget: () => {} }
  const subject = scriptSubject({ name: 'parrot', talks: parrot, script: SCRIPT, people: 2 })
  expect(await subject.run()).toEqual({ operations: 12, wrong: 12 })
})
