/** What an outside model may do with the slots of a flow: point at the person's own words, and no more. */
import { expect, test } from 'vitest'
import { deskRegistry } from '../../../src/conversation/registry.ts'
import { compileFlows } from '../../../src/dialogue/files/compile-flows.ts'
import { readFlowFolder } from '../../../src/dialogue/files/read-folder.ts'
import { openStage, play, type Stage } from '../../../src/dialogue/testing/stage.ts'
import { sceneOfTalk } from '../../../src/dialogue/trying/talk-settings.ts'
import type { Question } from '../../../src/dialogue/understand/understander.ts'
import { poolOf } from '../../../src/dialogue/walking/pool.ts'

const files = await readFlowFolder(new URL('../../../flows', import.meta.url).pathname)
const registry = deskRegistry()
const compiled = compileFlows(files, registry)
if ('problems' in compiled) throw new Error('the flows have errors')
const { flows } = compiled

/** A guest who binds a home, up to some point, and what the model is asked from then on. */
async function binding(...said: readonly string[]): Promise<Stage> {
  const of = { flows, registry, pool: poolOf(files) }
  const { settings } = sceneOfTalk(of, { flow: 'bind_home', as: 'guest' })
  const stage = openStage(flows, settings)
  for (const user of ['绑定房屋', ...said]) await play(stage, { user }, () => flows)
  return stage
}

async function advised(stage: Stage, user: string, commands: readonly object[]) {
  const asked: Question[] = []
  Object.assign(stage.desk.world, {
    understander: {
      sure: 0.75,
      async ask(question: Question) {
        asked.push(question)
        return { confidence: 0.9, commands }
      },
    },
  })
  await play(stage, { user }, () => flows)
  return { asked, slots: stage.session.runs.at(-1)?.slots ?? {} }
}

test('words of the person fill the slot, read by the parser of its type', async () => {
  const stage = await binding('同意', '没有，申请绑定', '3栋2单元501', '业主')
  const set = { do: 'set', slot: 'name', quote: '王小二' }
  const { asked, slots } = await advised(stage, '噜咕王小二啦哩', [set])
  expect(asked[0]?.slots).toContainEqual(expect.objectContaining({ id: 'name', isAsked: true }))
  expect(slots['name']?.value).toBe('王小二')
})

test.each([
  ['words nobody said', { do: 'set', slot: 'name', quote: '李四' }],
  ['words its parser cannot read', { do: 'set', slot: 'name', quote: '啦' }],
  ['an unknown slot', { do: 'set', slot: 'owner', quote: '王小二' }],
  ['a slot the desk fills', { do: 'set', slot: 'consent', quote: '王小二' }],
  ['the name of an object', { do: 'set', slot: '__proto__', quote: '王小二' }],
])('%s fill nothing', async (_what, set) => {
  const { asked, slots } = await advised(
    await binding('同意', '没有，申请绑定', '3栋2单元501', '业主'),
    '噜咕王小二啦哩',
    [set],
  )
  expect(asked).toHaveLength(1)
  expect(Object.keys(slots)).not.toContain('name')
  expect(slots['consent']?.by).toBe('action')
})

test('a yes that has something done is never the model’s to say', async () => {
  const stage = await binding()
  const set = { do: 'set', slot: 'agree', quote: '咕噜' }
  const { asked, slots } = await advised(stage, '咕噜哇啦', [set])
  expect(asked[0]?.slots.map(({ id }) => id)).not.toContain('agree')
  expect(slots['agree']).toBeUndefined()
})
