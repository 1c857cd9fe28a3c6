/** The short form of `npm run fuzz`: hostile callbacks against a whole desk that runs as in production (performance.md 9.3 C14 to C16). */
import { describe, expect, test } from 'vitest'
import { assault } from '../fuzz/assault.ts'
import { COMPANY_ENVIRONMENT } from '../fuzz/targets.ts'
import { seeds } from '../support/app/seeded.ts'
import { PATIENCE, withDesk } from '../support/app/test-desk.ts'

const MUTANTS = 3000
const CROWD = 500

describe('a stranger at the callback doors', PATIENCE, () => {
  test.each(seeds(1))('breaks, fills and delays nothing (seed %i)', (seed) =>
    withDesk({ redisUrl: null, env: COMPANY_ENVIRONMENT }, async (desk) => {
      const web = await desk.start('web')
      const told: string[] = []
      const print = (line: string) => void told.push(line)
      // Times are measured by the command; on a busy machine they are no failure.
      const wish = { seed, requests: MUTANTS, crowd: CROWD, patience: 5, print }
      const { faults } = await assault(desk, web, wish)
      expect(faults, told.join('\n')).toEqual([])
      expect(web.isAlive()).toBe(true)
    }),
  )
})
