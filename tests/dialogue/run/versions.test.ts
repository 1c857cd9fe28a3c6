import { expect, test } from 'vitest'
import { type CompiledFlow, reviveFlow } from '../../../src/dialogue/files/compiled-flow.ts'
import type { FlowSet } from '../../../src/dialogue/files/flow-set.ts'
import { versionPins } from '../../../src/dialogue/run/pinned.ts'
import { runTurn } from '../../../src/dialogue/run/run-turn.ts'
import { emptySession } from '../../../src/dialogue/run/session.ts'
import type { TurnOutcome } from '../../../src/dialogue/run/world.ts'
import { openDesk } from '../../../src/dialogue/testing/fakes.ts'
import { fixtureFiles, mustCompile, textOf } from '../fixture-folder.ts'
import { registry } from '../registry.ts'

const PATH = 'repair_report/repair_report.flow.yaml'
const AT = new Date('2025-03-06T15:20:00+08:00')
const before = edited((text) => text)

/** The fixture with the repair flow edited, or deleted. */
function edited(edit: (text: string) => string | undefined): FlowSet {
  return mustCompile(
    fixtureFiles.flatMap((file) => {
      const text = file.path === PATH ? edit(file.text) : file.text
      return text === undefined ? [] : [{ ...file, text }]
    }),
  )
}

function replaced(from: string, to: string): FlowSet {
  if (!textOf(PATH).includes(from)) throw new Error(`the fixture has no ${from}`)
  return edited((text) => text.replaceAll(from, to))
}

interface Kept {
  /** Since when the versions before are not live. */
  readonly retiredAt?: Date
  /** Versions that carry on others, by the hash of those. */
  readonly carried?: ReadonlyMap<string, CompiledFlow>
  readonly audience?: string
}

/** Says something to a set of flows; versions that are gone come back from a table of JSON. */
async function say(
  flows: FlowSet,
  text: string,
  last?: TurnOutcome,
  { retiredAt, carried, audience = 'owner' }: Kept = {},
): Promise<TurnOutcome> {
  const table = new Map(
    [...before.flows.values()].map((flow) => [flow.hash, JSON.stringify(flow.source)]),
  )
  const desk = openDesk(flows, {
    user: { audience: [audience], phone: '13800138000' },
    fakes: { rooms: ['3-2-501'], 'tickets.create': { ok: { number: 'BX1', eta: '' } } },
  })
  const world = {
    ...desk.world,
    async flowByHash(hash: string) {
      const newer = carried?.get(hash)
      if (newer) return { flow: newer }
      const kept = table.get(hash)
      if (kept === undefined) return undefined
      return { flow: reviveFlow(JSON.parse(kept), registry), ...(retiredAt && { retiredAt }) }
    },
  }
  const session = last?.session ?? emptySession()
  return await runTurn(
    { session, heard: [{ id: 'm', at: AT, kind: 'text', text }], now: AT, turnId: 't' },
    world,
  )
}

const heard = ({ says }: TurnOutcome) =>
  says.map((said) => ('text' in said ? said.text : '')).join('\n')

test('better words reach a talk that has begun', async () => {
  const after = replaced('什么时间方便师傅上门？', '您哪天在家？')
  expect(after.flows.get('repair_report')?.hash).toBe(before.flows.get('repair_report')?.hash)
  const first = await say(before, '厨房漏水')
  expect(heard(await say(after, '3栋2单元501', first))).toContain('您哪天在家？')
})

test.each([
  ['an edited rule', '"08:00", "20:00"', '"10:00", "12:00"'],
  ['a renamed step', 'when_visit', 'visit_time'],
  ['another way', 'refused: to_human', 'refused: dropped'],
  ['another option', 'id: door', 'id: gate'],
  ['other match words', '渗水, 水管', '渗水'],
  ['another retry limit', 'max_retries: 2', 'max_retries: 1'],
])('%s makes another version', (_, from, to) => {
  const hash = (flows: FlowSet) => flows.flows.get('repair_report')?.hash
  const flows = replaced(from, to)
  expect(hash(flows)).not.toBe(hash(before))
})

test('a talk that has begun finishes as it began, while new talks follow the edit', async () => {
  const after = replaced('"08:00", "20:00"', '"10:00", "12:00"')
  const asked = await say(before, '3栋2单元501厨房漏水')
  const old = await say(after, '明天上午8点到9点', asked)
  expect(old.session.runs[0]?.slots['visit']?.value).toBe('2025-03-07T08:00/09:00')
  const fresh = await say(after, '明天上午8点到9点', await say(after, '3栋2单元501厨房漏水'))
  expect(fresh.session.runs[0]?.slots['visit']).toBeUndefined()
  expect(heard(fresh)).toContain('请换一个时间')
})

test('a step that was renamed or a flow that was deleted does not stop a talk that has begun', async () => {
  const gone = edited(() => undefined)
  for (const after of [replaced('when_visit', 'visit_time'), gone]) {
    let last = await say(before, '3栋2单元501厨房漏水')
    for (const text of ['尽快', '没有', '是的', '1']) last = await say(after, text, last)
    expect(heard(last)).toContain('已登记，单号 BX1')
  }
})

test('a flow that was deleted cannot be started, not even by an old menu', async () => {
  const gone = edited(() => undefined)
  const menu = await say(before, '菜单')
  const outcome = await say(gone, '我要报修', menu)
  expect(heard(outcome)).toContain('这项服务暂停办理')
  expect(outcome.session.runs).toEqual([])
})

test('a version nobody has kept ends with an apology instead of a crash', async () => {
  const first = await say(before, '厨房漏水')
  const session = structuredClone(first.session)
  Object.assign(session.runs[0] ?? {}, { hash: 'lost' })
  const outcome = await say(
    edited(() => undefined),
    '3栋2单元501',
    { ...first, session },
  )
  expect(heard(outcome)).toContain('刚才没办成')
  expect(outcome.session.runs).toEqual([])
})

test('hashes do not depend on titles, keywords, examples or the order of work', () => {
  const hash = (flows: FlowSet) => flows.flows.get('repair_report')?.hash
  expect(hash(replaced('title: 报修', 'title: 维修'))).toBe(hash(before))
  expect(hash(replaced('派人来修, ', ''))).toBe(hash(before))
  expect(hash(replaced('revision: 1', 'revision: 2'))).toBe(hash(before))
  expect(hash(edited((text) => text))).toBe(hash(before))
})

test('a source survives being kept as JSON', () => {
  const flow = before.flows.get('repair_report')
  const json = JSON.parse(JSON.stringify(flow?.source))
  expect(reviveFlow(json, registry).source).toEqual(flow?.source)
})

const WINDOW = ['"08:00", "20:00"', '"10:00", "12:00"'] as const
const DAY_MS = 86_400_000
const daysAgo = (days: number) => new Date(AT.getTime() - days * DAY_MS)

test('a version let go less than two weeks ago is talked on in, one let go longer ago is not', async () => {
  const after = replaced(...WINDOW)
  const asked = await say(before, '3栋2单元501厨房漏水')
  const young = await say(after, '明天上午8点到9点', asked, { retiredAt: daysAgo(13.9) })
  expect(young.session.runs[0]?.slots['visit']?.value).toBe('2025-03-07T08:00/09:00')
  const old = await say(after, '明天上午8点到9点', asked, { retiredAt: daysAgo(14) })
  expect(old.session.runs[0]?.hash).toBe(after.flows.get('repair_report')?.hash)
  expect(heard(old)).toContain('报修的办理方式更新了，您说过的都还在')
  expect(heard(old)).toContain('请换一个时间')
  expect(old.session.runs[0]?.slots).toMatchObject({
    room: { value: '3-2-501' },
    problem: { value: expect.stringContaining('漏水') },
  })
})

test('what somebody said is not kept where today it is something else', async () => {
  const after = replaced('phone: {type: cn_phone', 'phone: {type: text')
  const asked = await say(before, '3栋2单元501厨房漏水，电话13912345678')
  expect(asked.session.runs[0]?.slots['phone']?.value).toBe('13912345678')
  const old = await say(after, '明天上午9点到10点', asked, { retiredAt: daysAgo(20) })
  expect(old.session.runs[0]?.slots['phone']).toBeUndefined()
  expect(old.session.runs[0]?.slots['room']?.value).toBe('3-2-501')
})

test('where a version is too old and its flow is gone, a person goes on with what is known', async () => {
  const gone = edited(() => undefined)
  const asked = await say(before, '3栋2单元501厨房漏水')
  const old = await say(gone, '明天上午9点', asked, { retiredAt: daysAgo(15) })
  expect(heard(old)).toContain('请管家接着帮您办完')
  expect(old.handoff).toMatchObject({ reason: 'upgrade' })
  expect(old.handoff?.summary).toContain('漏水')
  expect(old.session.runs).toEqual([])
})

test('what was done already is not done a second time: a person finishes it', async () => {
  const after = replaced(...WINDOW)
  const asked = await say(before, '3栋2单元501厨房漏水')
  const session = structuredClone(asked.session)
  const done = { action: 'tickets.create', input: {}, outcome: 'ok', saved: {} }
  Object.assign(session.runs[0] ?? {}, { done: { submit: done } })
  const old = await say(after, '明天上午9点', { ...asked, session }, { retiredAt: daysAgo(15) })
  expect(old.handoff).toMatchObject({ reason: 'upgrade' })
  expect(old.session.runs).toEqual([])
})

test('what interrupted an old talk goes with it or stays, each by itself', async () => {
  const after = replaced(...WINDOW)
  const asked = await say(before, '3栋2单元501厨房漏水')
  const session = structuredClone(asked.session)
  const [run] = session.runs
  if (!run) throw new Error('nothing is asked')
  const child = { ...structuredClone(run), id: 'part', cause: 'call' as const }
  session.runs.push(child)
  const old = await say(
    after,
    '明天上午10点到11点',
    { ...asked, session },
    { retiredAt: daysAgo(15) },
  )
  expect(old.session.runs.map(({ flow, cause }) => [flow, cause])).toEqual([
    ['repair_report', 'start'],
  ])
})

test('talks that wait are carried on by a version that says so, with what they know', async () => {
  const after = replaced(...WINDOW)
  const flow = after.flows.get('repair_report')
  const old = before.flows.get('repair_report')
  if (!flow || !old) throw new Error('no flow')
  const carried = new Map([[old.hash, flow]])
  const asked = await say(before, '3栋2单元501厨房漏水')
  const next = await say(after, '明天上午8点到9点', asked, { carried })
  expect(heard(next)).toContain('请换一个时间')
  expect(next.session.runs[0]).toMatchObject({ hash: flow.hash, id: asked.session.runs[0]?.id })
})

test('a session keeps to versions while a run stands in them, and for drafts until they expire', async () => {
  const asked = await say(before, '3栋2单元501厨房漏水')
  const hash = before.flows.get('repair_report')?.hash ?? ''
  expect(versionPins(asked.session)).toEqual({ [hash]: null })
  const [run] = asked.session.runs
  if (!run) throw new Error('nothing is asked')
  const draft = { id: 'd', run, reason: 'expired' as const, until: 7 }
  const other = { ...draft, until: 9 }
  expect(versionPins({ ...emptySession(), drafts: [other, draft] })).toEqual({ [hash]: 9 })
  const leaving = [{ run, step: 'submit', order: 'o' }]
  expect(versionPins({ ...emptySession(), drafts: [draft], leaving })).toEqual({ [hash]: null })
})
