/** Every flow of the house can be tried: begun, greeted with whatever it says, and left. */
import { describe, expect, test } from 'vitest'
import { deskRegistry } from '../../../src/conversation/registry.ts'
import { compileFlows } from '../../../src/dialogue/files/compile-flows.ts'
import { readFlowFolder } from '../../../src/dialogue/files/read-folder.ts'
import { openTry } from '../../../src/dialogue/trying/open-try.ts'
import { sceneOfTalk } from '../../../src/dialogue/trying/talk-settings.ts'
import { poolOf } from '../../../src/dialogue/walking/pool.ts'

const files = await readFlowFolder(new URL('../../../flows', import.meta.url).pathname)
const registry = deskRegistry()
const compiled = compileFlows(files, registry)
if ('problems' in compiled) throw new Error('the flows have errors')
const { flows } = compiled
const of = { flows, registry, pool: poolOf(files) }

describe('a flow that is tried', () => {
  test.each([...flows.flows.keys()])('%s begins, answers and lets go', async (flow) => {
    const talk = openTry(flows, sceneOfTalk(of, { flow, as: undefined }), flow, true)
    const begun = await talk.begin()
    const answered = await talk.say({ user: '厨房水管漏水' })
    const left = await talk.say({ user: '取消' })
    for (const lines of [begun, answered, left]) {
      expect(lines.length).toBeGreaterThan(0)
      expect(lines.filter((line) => line.startsWith('✗'))).toEqual([])
    }
    expect(await talk.takeBack()).toBe(true)
    expect(await talk.takeBack()).toBe(true)
    expect(await talk.takeBack()).toBe(false)
  })
})
