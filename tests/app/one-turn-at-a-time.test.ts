import { describe, expect, test } from 'vitest'
import { NO_BURSTS } from '../support/app/changed-copy.ts'
import type { TestDesk } from '../support/app/desk-on-database.ts'
import { conversationOf, expectAnsweredOnce, expectShownAsSent } from '../support/app/each-once.ts'
import { COUNT_WORDS, flowsWithTally, numbersCounted } from '../support/app/tally-flow.ts'
import { PATIENCE, withDesk } from '../support/app/test-desk.ts'
import { turnsTaken, watchTurns } from '../support/app/turn-trace.ts'
import { backends } from '../support/backends.ts'
import { until } from '../support/until.ts'

const OWNERS = ['zhang-wei', 'li-na', 'chen-jing', 'wang-lei']
const WORDS_EACH = 30

describe.each(backends)('two workers with the queue on $name', PATIENCE, ({ redisUrl, lacks }) => {
  if (lacks) {
    test.skip(`cannot run: ${lacks}`, () => undefined)
    return
  }

  test('take the turns of a few busy conversations one at a time, and lose none', () =>
    withDesk({ redisUrl: redisUrl(), rules: NO_BURSTS, flows: flowsWithTally }, async (desk) => {
      await Promise.all([desk.start('web'), desk.start('worker', 'w1'), desk.start('worker', 'w2')])
      await watchTurns(desk.db)
      for (const owner of OWNERS) await desk.says(owner, COUNT_WORDS)
      await until('everybody counts', async () => {
        const shown = await Promise.all(OWNERS.map((owner) => counted(desk, owner)))
        return shown.every((numbers) => numbers[0] === 0)
      })

      const writeOn = async (owner: string) => {
        for (let n = 0; n < WORDS_EACH; n++) {
          const before = (await counted(desk, owner)).length
          await desk.says(owner, `苹果${n}`)
          // However slow the machine, the words of an owner are several turns and not one.
          const isAnswered = async () => (await counted(desk, owner)).length > before
          if (n % 10 === 9) await until(`${owner} is answered`, isAnswered)
        }
      }
      await Promise.all(OWNERS.map(writeOn))
      await desk.idle()

      const turns = await turnsTaken(desk.db)
      for (const owner of OWNERS) {
        const id = await conversationOf(desk, owner)
        const taken = turns.filter(({ conversationId }) => conversationId === id)
        // A session that was read before the last turn had written it would say a number twice.
        const numbers = await counted(desk, owner)
        expect(numbers).toEqual(numbers.map((_, at) => at))
        expect(numbers).toHaveLength(taken.length)
        expect(taken.length).toBeGreaterThan(3)
        await expectAnsweredOnce(desk, id)
        await expectShownAsSent(desk, owner)
      }
      expect(new Set(turns.map(({ takenBy }) => takenBy))).toEqual(new Set(['w1', 'w2']))
      expect(desk.story()).not.toContain('two turns at once')
    }))
})

async function counted(desk: TestDesk, owner: string): Promise<readonly number[]> {
  const shown = await desk.platform().read({ kind: 'owners', id: owner })
  return numbersCounted(shown.filter(({ from }) => from === 'desk').map(({ text }) => text))
}
