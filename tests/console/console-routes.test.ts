/** The console over HTTP: who sees what, what is taken only once, and what comes of hostile questions. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mustMove } from '../../src/desk/tickets/move-ticket.ts'
import type { StaffActor } from '../../src/desk/work.ts'
import { type ServedConsole, serveConsole } from '../support/desk/served-console.ts'
import { actorOf, aStaffMember } from '../support/desk/staff.ts'
import { openTicketDesk, type TicketDesk } from '../support/desk/ticket-desk.ts'

const PHONE = '13800138000'

let desk: TicketDesk
let served: ServedConsole
let staff: Readonly<
  Record<'manager' | 'agent' | 'steward' | 'technician' | 'other' | 'stranger', StaffActor>
>
/** A ticket of 3-2-501 and one of a building the steward does not look after. */
let first: string
let far: string

beforeAll(async () => {
  desk = await openTicketDesk()
  staff = {
    manager: await desk.staff('经理', 'manager'),
    agent: await desk.staff('客服', 'agent'),
    steward: await desk.staff('管家', 'steward', { areas: ['3'] }),
    technician: await desk.technician('王强'),
    other: await desk.technician('李军'),
    stranger: actorOf(
      await aStaffMember(desk.db, { name: '外人', roles: ['manager'], projectId: 'project-2' }),
      'project-2',
    ),
  }
  await desk.room('3-2-501')
  await desk.room('5-1-101')
  const log = async (room: string, text: string) => {
    const answer = await desk.act(staff.agent, 'tickets.log_for', {
      text,
      room,
      phone: PHONE,
      name: '张<i>三',
    })
    return (answer.result as unknown as { number: string }).number
  }
  first = await log('3-2-501', '厨房水管漏水<script>alert(1)</script>')
  far = await log('5-1-101', '卫生间灯不亮')
  served = await serveConsole(desk)
})
afterAll(async () => {
  served.close()
  await desk.close()
})

const get = (...asked: Parameters<ServedConsole['get']>) => served.get(...asked)
const post = (...sent: Parameters<ServedConsole['post']>) => served.post(...sent)
const seen = async (actor: StaffActor, path = '/console') => (await get(actor, path)).text()
const idOf = async (number: string) => (await desk.ticket(number)).id
const formOf = async (number: string) => ({
  key: randomUUID(),
  version: String((await desk.ticket(number)).version),
})
const locationOf = (response: Response) => response.headers.get('location') ?? ''

describe('who sees what', () => {
  test.each(['manager', 'agent'] as const)('a %s sees the whole project', async (role) => {
    const html = await seen(staff[role])
    expect(html).toContain(first)
    expect(html).toContain(far)
  })

  test('a steward sees their buildings, and another ticket does not exist for them', async () => {
    const html = await seen(staff.steward)
    expect(html).toContain(first)
    expect(html).not.toContain(far)
    expect((await get(staff.steward, `/console/tickets/${await idOf(first)}`)).status).toBe(200)
    expect((await get(staff.steward, `/console/tickets/${await idOf(far)}`)).status).toBe(404)
  })

  test('a technician finds their own tickets only, and no page of the board', async () => {
    const html = await seen(staff.technician)
    expect(html).toContain('我的工单')
    expect(html).not.toContain('/console/tickets/')
    expect((await get(staff.technician, `/console/tickets/${await idOf(first)}`)).status).toBe(404)
    expect((await get(staff.technician, '/console/live')).status).toBe(400)
    expect(locationOf(await get(staff.technician, '/console/calls/new'))).toBe('/console')
  })

  test('a technician who was called in finds the ticket among their own, marked', async () => {
    const { number } = (
      await desk.act(staff.agent, 'tickets.log_for', { text: '书房插座没电', room: '3-2-501' })
    ).result as unknown as { number: string }
    await desk.act(staff.manager, 'tickets.assign', { number, colleague: '王强' })
    await desk.act(staff.manager, 'tickets.call_in', { words: `叫人 ${number} 李军` })
    const html = await seen(staff.other)
    expect(html).toContain(number)
    expect(html).toMatch(/协助/)
  })

  test('a manager of another project sees nothing, can change nothing, reveals nothing', async () => {
    expect(await seen(staff.stranger)).not.toContain(first)
    expect(await seen(staff.stranger, `/console?project=project-1&q=${first}`)).not.toContain(
      first.concat('</'),
    )
    const id = await idOf(first)
    for (const act of ['assign', 'take', 'note', 'phone']) {
      const form = { ...(await formOf(first)), to: '王强', text: '看' }
      expect((await post(staff.stranger, `/console/tickets/${id}/${act}`, form)).status, act).toBe(
        404,
      )
    }
    const looks = desk.db.selectFrom('audit_log').select('id').where('action', '=', 'phone.reveal')
    expect(await looks.execute()).toEqual([])
  })

  test('nobody who is logged out gets in', async () => {
    for (const path of ['/console', '/console/live', '/console/calls/new', '/console/tickets/x']) {
      expect(locationOf(await get(null, path)), path).toBe('/login')
    }
  })
})

describe('finding', () => {
  test.each([
    ['a room', '3-2-501', () => first],
    ['a number by its end', '0002', () => far],
    ['the last four of a phone', '8000', () => first],
  ])('by %s', async (_what, q, expected) => {
    const answer = await post(staff.manager, '/console/search', { q })
    expect(await seen(staff.manager, locationOf(answer))).toContain(expected())
  })

  test('by a whole phone, which then stands in no address and no page', async () => {
    const to = locationOf(await post(staff.manager, '/console/search', { q: '138 0013 8000' }))
    expect(to).toMatch(/^\/console\?tel=[0-9a-f]{64}$/)
    const html = await seen(staff.manager, to)
    expect(html).toContain(first)
    expect(html).not.toContain(PHONE)
  })

  test.each(['9-9-999', '%_%', "' OR 1=1", 'x'.repeat(5000), '\u0000', '13900000000'])(
    'nothing for %j',
    async (q) => {
      const answer = await post(staff.manager, '/console/search', { q })
      expect(answer.status).toBe(303)
      const page = await get(staff.manager, locationOf(answer))
      expect(page.status).toBe(200)
      if (q !== '\u0000') expect(await page.text()).toContain('没有找到')
    },
  )

  test('a filter leaves out what does not fit, and nonsense counts as not asked for', async () => {
    expect(await seen(staff.manager, '/console?building=5')).not.toContain(first)
    expect(await seen(staff.manager, '/console?group=ended')).not.toContain(first)
    expect(await seen(staff.manager, '/console?late=1')).not.toContain(first)
    expect(await seen(staff.manager, '/console?group=nothing&q[]=1&q[]=2&tel=zz')).toContain(first)
  })

  test.each(['x', '1', '1.', '1.a;b', '9'.repeat(40)])(
    'page %j is no page of ours',
    async (after) => {
      expect((await get(staff.manager, `/console?after=${after}`)).status).toBe(400)
    },
  )
})

describe('keeping up to date', () => {
  test('an open board hears nothing until something changes', async () => {
    const mark = /seen=([\w-]+)/.exec(await seen(staff.manager))?.[1] ?? ''
    expect((await get(staff.manager, `/console/live?seen=${mark}`)).status).toBe(204)
    await desk.act(staff.agent, 'tickets.log_for', { text: '门铃不响', room: '5-1-101' })
    const news = await get(staff.manager, `/console/live?seen=${mark}`)
    expect(news.status).toBe(200)
    expect(await news.text()).toContain('门铃不响')
  })
})

describe('flow files with an error', () => {
  const ERROR = 'praise/praise.flow.yaml:31:5 error unknown-target: “nowhere”<script>不存在'

  test('are told to managers on the board, until they are mended, and to nobody else', async () => {
    expect(await seen(staff.manager)).not.toContain('流程文件')
    const open = /hx-get="([^"]+)"/.exec(await seen(staff.manager))?.[1]?.replaceAll('&amp;', '&')
    served.breakFlows(ERROR, ...Array.from({ length: 8 }, (_, index) => `another ${index}`))
    const page = await seen(staff.manager)
    expect(page).toContain('流程文件有9处错误')
    expect(page).toContain('praise/praise.flow.yaml:31:5 error unknown-target: “nowhere”&lt;script')
    expect(page).not.toContain('another 4')
    expect(await (await get(staff.manager, open ?? '')).text()).toContain('流程文件有9处错误')
    for (const one of [staff.agent, staff.steward, staff.technician])
      expect(await seen(one)).not.toContain('流程文件')
    served.breakFlows()
    expect(await seen(staff.manager)).not.toContain('流程文件')
  })
})

describe('the page of a ticket', () => {
  test('what people write is words, never part of the page', async () => {
    const html = await seen(staff.manager, `/console/tickets/${await idOf(first)}`)
    expect(html).not.toContain('<script>alert')
    expect(html).not.toContain('张<i>')
    expect(html).toMatch(/>登记<\//)
    expect(html).toContain('尾号8000')
    expect(html).not.toContain(PHONE)
  })

  test('the phone is shown on the record', async () => {
    const path = `/console/tickets/${await idOf(first)}/phone`
    expect(await (await post(staff.agent, path)).text()).toContain(`tel:${PHONE}`)
    const looks = desk.db
      .selectFrom('audit_log')
      .select('actorId')
      .where('action', '=', 'phone.reveal')
    expect(await looks.execute()).toEqual([{ actorId: staff.agent.staffId }])
  })

  test('no other site has anything changed', async () => {
    const id = await idOf(first)
    for (const act of ['assign', 'take', 'note', 'phone']) {
      for (const headers of [
        {},
        { 'sec-fetch-site': 'cross-site' },
        { origin: 'https://evil.example' },
      ]) {
        const answer = await post(staff.manager, `/console/tickets/${id}/${act}`, {}, headers)
        expect(answer.status).toBe(403)
      }
    }
  })

  test('an agent may remark but not give it away', async () => {
    const id = await idOf(first)
    const form = { ...(await formOf(first)), to: '李军' }
    expect((await post(staff.agent, `/console/tickets/${id}/assign`, form)).status).toBe(409)
    const note = { ...(await formOf(first)), text: '业主说下午在家' }
    expect((await post(staff.agent, `/console/tickets/${id}/note`, note)).status).toBe(303)
    expect((await post(staff.agent, `/console/tickets/${id}/note`, note)).status).toBe(303)
    const html = await seen(staff.agent, `/console/tickets/${id}`)
    expect(html.split('业主说下午在家').length).toBe(2)
  })

  test('an agent takes a matter over, as in chat, and a steward is offered neither', async () => {
    const logged = { text: '对讲没声音', room: '3-2-501' }
    const { result } = await desk.act(staff.agent, 'tickets.log_for', logged)
    const id = await idOf(String(result['number']))
    const page = `/console/tickets/${id}`
    const agent = await seen(staff.agent, page)
    expect(agent).toContain(`action="${page}/take"`)
    expect(agent).not.toContain(`action="${page}/assign"`)
    const steward = await seen(staff.steward, page)
    for (const act of ['take', 'assign']) expect(steward).not.toContain(`action="${page}/${act}"`)
    const form = await formOf(String(result['number']))
    expect((await post(staff.agent, `${page}/take`, form)).status).toBe(303)
    expect(await desk.ticket(String(result['number']))).toMatchObject({
      assigneeId: staff.agent.staffId,
    })
  })

  test('of two who give it away at once one does, the other is told and sees what it is now', async () => {
    const id = await idOf(far)
    const asked = ['王强', '李军'].map(async (to) => ({ ...(await formOf(far)), to }))
    const forms = await Promise.all(asked)
    const answers = await Promise.all(
      forms.map((form) => post(staff.manager, `/console/tickets/${id}/assign`, form)),
    )
    const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b)
    // Whoever had it already cannot be given it: then the loser is told that instead.
    expect(statuses).toEqual([303, 409])
    const loser = answers.find(({ status }) => status === 409)
    expect(await loser?.text()).toMatch(/刚刚有人操作过|已经在对方手上/)
  })

  test('a steward merges a ticket into another, both pages lead to each other, and takes it out again', async () => {
    const log = await desk.act(staff.agent, 'tickets.log_for', {
      text: '小孩房插座没电',
      room: '3-2-501',
    })
    const child = String((log.result as Record<string, unknown>)['number'])
    const path = `/console/tickets/${await idOf(child)}`
    const into = async (to: string) => {
      const sent = { ...(await formOf(child)), to }
      return post(staff.steward, `${path}/merge`, sent)
    }
    for (const [to, words] of [
      ['', '没有找到您填的工单'],
      ['<b>9', '没有找到您填的工单'],
      ['9'.repeat(9000), '没有找到您填的工单'],
      [child, '不能并入自己'],
    ] as const) {
      const refused = await into(to)
      expect(refused.status).toBe(409)
      const html = await refused.text()
      expect(html).toContain(words)
      // What was typed into this form stands in it again, and in no other.
      if (to === child) expect(html.split(`value="${child}"`)).toHaveLength(2)
    }
    const waits = { ...(await formOf(child)), to: '9<9' }
    const waiting = await (await post(staff.steward, `${path}/wait`, waits)).text()
    expect(waiting).toContain('value="9&lt;9"')
    const split = { ...(await formOf(child)), text: '另一件<b>' }
    const over = await post(staff.technician, `${path}/split`, split)
    expect(over.status).toBe(404)
    const done = await into(first)
    expect([done.status, locationOf(done)]).toEqual([303, `${path}?news=merged`])
    const html = await seen(staff.steward, locationOf(done))
    expect(html).toContain(`/console/tickets/${await idOf(first)}`)
    expect(html).toContain('已并入')
    expect(await seen(staff.steward, `/console/tickets/${await idOf(first)}`)).toContain(child)
    expect((await post(staff.technician, `${path}/unmerge`, await formOf(child))).status).toBe(404)
    const out = await post(staff.steward, `${path}/unmerge`, await formOf(child))
    expect(locationOf(out)).toBe(`${path}?news=unmerged`)
    expect((await desk.ticket(child)).state).not.toBe('MERGED')
    const again = await post(staff.steward, `${path}/unmerge`, await formOf(child))
    expect(await again.text()).toContain('没有并入别的单')
  })

  test('recurring faults are listed with their tickets, and a manager writes down cause and cure once', async () => {
    const made: string[] = []
    for (let round = 0; round < 3; round++) {
      const log = await desk.act(staff.agent, 'tickets.log_for', {
        ...{ text: '道闸不抬杆', place: '东门<b>岗亭' },
      })
      const number = String((log.result as Record<string, unknown>)['number'])
      made.push(number)
      await desk.work(staff.manager, async (work) => {
        await mustMove(work, await desk.ticket(number), { to: 'CLOSED', kind: 'force-closed' })
      })
    }
    const html = await seen(staff.agent, '/console/problems')
    for (const number of made) expect(html).toContain(number)
    expect(html).not.toContain('<b>岗亭')
    expect(html).not.toContain('name="cause"')
    const form = await seen(staff.manager, '/console/problems')
    const path = /action="(\/console\/problems\/[^"]+)"/.exec(form)?.[1] ?? ''
    const empty = await post(staff.manager, path, { cause: '', action: '换电机' })
    expect(empty.status).toBe(409)
    const shown = await empty.text()
    expect(shown).toContain('原因和措施都要写')
    expect(shown).toContain('换电机')
    const why = { cause: '电机受潮', action: '换电机并加防水罩' }
    expect((await post(staff.agent, path, why)).status).toBe(409)
    expect((await post(staff.stranger, path, why)).status).toBe(409)
    expect((await post(staff.manager, path, why, { 'sec-fetch-site': 'cross-site' })).status).toBe(
      403,
    )
    expect(form).toMatch(/name="key" value="[\w-]+"/)
    const keyed = { ...why, key: randomUUID() }
    const clicks = await Promise.all([1, 2].map(() => post(staff.manager, path, keyed)))
    for (const one of clicks) expect(locationOf(one)).toBe('/console/problems?news=closed')
    const again = await post(staff.manager, path, { ...why, cause: '又一个原因' })
    expect(await again.text()).toContain('已经结案了')
    expect(await seen(staff.agent, '/console/problems')).toContain('电机受潮')
    const technician = await get(staff.technician, '/console/problems')
    expect([technician.status, locationOf(technician)]).toEqual([303, '/console'])
  })

  test('an agent corrects the category, on the ticket as it was shown', async () => {
    const report = { text: '卧室插座没电', room: '3-2-501' }
    const made = await desk.act(staff.agent, 'tickets.log_for', report)
    const number = String(made.result['number'])
    const id = await idOf(number)
    expect(await seen(staff.agent, `/console/tickets/${id}`)).toContain('类别不对')
    const form = { ...(await formOf(number)), to: 'power.light' }
    const changed = await post(staff.agent, `/console/tickets/${id}/category`, form)
    expect(locationOf(changed)).toContain('news=recategorised')
    expect(await desk.ticket(number)).toMatchObject({ category: 'power.light' })
    const late = await post(staff.agent, `/console/tickets/${id}/category`, {
      ...form,
      key: randomUUID(),
    })
    expect(await late.text()).toContain('刚刚有人操作过')
    const wrong = { ...(await formOf(number)), to: 'complaint.repair.slow' }
    const refused = await post(staff.agent, `/console/tickets/${id}/category`, wrong)
    expect(await refused.text()).toContain('单号不能改种类')
  })

  test('a double click gives it away once, and taking it over makes it one’s own', async () => {
    const id = await idOf(far)
    const form = await formOf(far)
    const clicks = await Promise.all(
      [1, 2].map(() => post(staff.manager, `/console/tickets/${id}/take`, form)),
    )
    expect(clicks.map(({ status }) => status)).toEqual([303, 303])
    expect(await desk.ticket(far)).toMatchObject({
      state: 'ACCEPTED',
      assigneeId: staff.manager.staffId,
    })
    const takes = await desk.db
      .selectFrom('ticket_event')
      .select('id')
      .where('ticketId', '=', id)
      .where('kind', '=', 'accepted')
      .execute()
    expect(takes).toHaveLength(1)
  })
})

describe('logging for somebody who phones', () => {
  const call = (form: Readonly<Record<string, string>>) => post(staff.agent, '/console/calls', form)

  test.each([
    ['no words', { room: '3-2-501' }, '请写下问题'],
    ['a room nobody has', { text: '灯坏了', room: '9-9-999' }, '没有查到这个房号'],
    ['a wrong phone', { text: '灯坏了', room: '3-2-501', phone: '123' }, '这个号码不对'],
    ['half a window', { text: '灯坏了', room: '3-2-501', day: '2026-11-24' }, '上门时间请填完整'],
    [
      'a day that is none',
      { text: '灯坏了', room: '3-2-501', day: '2026-99-99', from: '09:00', until: '10:00' },
      '上门时间请填完整',
    ],
    [
      'a window at night',
      { text: '灯坏了', room: '3-2-501', day: '2026-11-24', from: '21:00', until: '22:00' },
      '上门时间为14天以内、每天08:00到20:00，请换一个时间。',
    ],
    [
      'a window nobody plans for',
      { text: '灯坏了', room: '3-2-501', day: '2036-11-24', from: '09:00', until: '10:00' },
      '上门时间为14天以内、每天08:00到20:00，请换一个时间。',
    ],
    [
      'a window that is over',
      { text: '灯坏了', room: '3-2-501', day: '2026-11-01', from: '09:00', until: '10:00' },
      '上门时间已经过了',
    ],
  ])('%s is told, and what was typed stays', async (_what, form, words) => {
    const answer = await call({ key: randomUUID(), name: '李<b>四', ...form })
    expect(answer.status).toBe(422)
    const html = await answer.text()
    expect(html).toContain(words)
    expect(html).toContain('value="李&lt;b>四"')
  })

  test('two clicks at once make one ticket', async () => {
    const form = {
      key: randomUUID(),
      text: '阳台推拉门关不上',
      room: '3-2-501',
      phone: '13700000001',
    }
    const answers = await Promise.all([call(form), call(form)])
    const [one, two] = answers.map((answer) => locationOf(answer).split('?')[0])
    expect(one).toMatch(/^\/console\/tickets\//)
    expect(two).toBe(one)
    const made = desk.db.selectFrom('ticket').select(['channel', 'loggedByStaffId'])
    expect(await made.where('description', '=', form.text).execute()).toEqual([
      { channel: 'phone', loggedByStaffId: staff.agent.staffId },
    ])
    expect(await seen(staff.agent, locationOf(answers[0] as Response))).toContain(
      '已登记，工单号BX',
    )
  })

  test('the same was finished there: the agent says whether it is that again', async () => {
    const words = { text: '书房窗户关不上', room: '3-2-501', phone: '13700000002' }
    const first = locationOf(await call({ key: randomUUID(), ...words })).split('?')[0] ?? ''
    const id = first.split('/').at(-1) ?? ''
    const { number } = await desk.db
      .selectFrom('ticket')
      .select('number')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const close = () =>
      desk.act(staff.manager, 'tickets.force_close', { number, reason: 'other', words: '无人应答' })
    expect(await close()).toMatchObject({ outcome: 'ok' })
    const key = randomUUID()
    const asked = await call({ key, ...words })
    expect(asked.status).toBe(422)
    const html = await asked.text()
    expect(html).toContain('同类的事前几天刚办完')
    expect(html).toContain('value="reopen"')
    const again = locationOf(await call({ key, ...words, again: 'reopen' }))
    expect(again).toBe(`${first}?news=reopened`)
    expect(await seen(staff.agent, again)).toContain('已按返修重新处理')
    await close()
    expect(await seen(staff.agent, first)).toContain('前按原单返修')
    const form = { ...(await formOf(number)), text: '窗户还是关不上' }
    const byPage = await post(staff.agent, `${first}/reopen`, form)
    expect(locationOf(byPage)).toBe(`${first}?news=reopened`)
    expect(await desk.ticket(number)).toMatchObject({ reopenCount: 2 })
    const late = await post(staff.agent, `${first}/reopen`, { ...form, key: randomUUID() })
    expect(await late.text()).toContain('还在办理，不用返修')
  })

  test('a number nobody has finds no home, and a wrong one is told', async () => {
    const homes = async (phone: string) =>
      (await post(staff.agent, '/console/calls/homes', { phone })).text()
    expect(await homes('13711112222')).toContain('没有查到登记的房屋')
    expect(await homes('12')).toContain('这个号码不对')
  })
})

describe('figures of talks', () => {
  const url = '/console/api/talks'

  test('are for managers, of their own projects, as JSON', async () => {
    await desk.db
      .insertInto('talk_event')
      .values(
        ['project-1', 'project-2'].map((projectId) => ({
          corpId: 'corp-1',
          projectId,
          channel: 'wecom-kf',
          at: desk.now(),
          kind: 'run_started',
          run: projectId,
          flow: `of_${projectId.replace('-', '_')}`,
        })),
      )
      .execute()
    const response = await get(staff.manager, url)
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBe('no-store')
    const { flows, steps, unmatched } = (await response.json()) as Record<string, unknown[]>
    expect(flows).toEqual([expect.objectContaining({ flow: 'of_project_1', started: 1 })])
    expect([steps, unmatched]).toEqual([[], []])
  })

  test('are nobody else’s', async () => {
    for (const one of [staff.agent, staff.steward, staff.technician])
      expect((await get(one, url)).status).toBe(403)
    expect((await get(null, url)).status).toBe(303)
  })

  test.each([
    'from=x',
    'to=2026-13-01',
    'from=2026-12-01&to=2026-11-01',
    'from=2099-01-01',
    'from=1&from=2',
    "from=';DROP",
  ])('a wrong span %s is refused', async (query) => {
    expect((await get(staff.manager, `${url}?${query}`)).status).toBe(400)
  })
})
