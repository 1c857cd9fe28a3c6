/** The one question after each completion: asked once, answered, or passed to a person. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { estateDay } from '../../../src/desk/residents/estate-day.ts'
import { callbackClicks } from '../../../src/desk/surveys/clicks.ts'
import type { OwnerActor, StaffActor } from '../../../src/desk/work.ts'
import { aScene, type Scene } from '../../support/desk/scene.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'

let desk: TicketDesk
let scene: Scene
let owner: OwnerActor
let wang: StaffActor
let agent: StaffActor
let number: string

beforeAll(async () => {
  desk = await openTicketDesk()
  agent = await desk.staff('客服', 'agent')
})
beforeEach(async () => {
  scene = await aScene(desk)
  ;({ owner, wang, number } = scene)
  desk.tell.clear()
  desk.events.splice(0)
})
afterAll(() => desk.close())

const by = (actor: OwnerActor | StaffActor, action: string, input = {}) =>
  desk.act(actor, `surveys.${action}`, { number, ...input })
const callback = async () => {
  const { id } = await desk.ticket(number)
  const rows = desk.db.selectFrom('callback').selectAll().where('ticketId', '=', id)
  return await rows.orderBy('completion').execute()
}
const tasks = async (kind: string) => {
  const { id } = await desk.ticket(number)
  const rows = desk.db.selectFrom('task').selectAll().where('subjectId', '=', id)
  return await rows.where('kind', '=', kind).execute()
}
const events = () => desk.events.filter((event) => event.data['number'] === number)
/** The cards of the call about this ticket: calls nobody made of the tests before are told every day. */
const calls = () =>
  desk.tell
    .of('card')
    .filter(({ card, values }) => card === 'task.call-owner' && values['number'] === number)
/** Past the delay and any quiet hours between. */
const untilAsked = () => desk.advance(24 * 60)

describe('asking', () => {
  test('happens once per completion, also when the alarm rings again', async () => {
    await scene.bringTo('DONE')
    expect(events()).toEqual([])
    await untilAsked()
    expect(events()).toMatchObject([
      {
        event: 'ticket.done',
        conversationId: owner.conversationId,
        data: { number, completion: 1, staff: scene.named('王强'), visit: true },
      },
    ])
    expect(await callback()).toMatchObject([{ state: 'asked', outcome: null }])
    const { id } = await desk.ticket(number)
    await desk.db
      .insertInto('timer')
      .values({
        id: `again-${id}`,
        name: 'surveys.ask',
        key: `again-${id}`,
        dueAt: desk.now(),
        payload: JSON.stringify({ ticketId: id, completion: 1 }),
        createdAt: desk.now(),
      })
      .execute()
    await desk.advance(1)
    expect(events()).toHaveLength(1)
  })

  test('an answer that came before the question makes the question needless', async () => {
    await scene.bringTo('DONE')
    expect(await by(owner, 'fixed')).toMatchObject({ outcome: 'ok' })
    await untilAsked()
    expect(events()).toEqual([])
    expect(await callback()).toMatchObject([{ state: 'answered', outcome: 'fixed' }])
  })

  test('every completion has its own question', async () => {
    await scene.bringTo('DONE')
    await untilAsked()
    await by(owner, 'not_fixed', { text: '还在漏' })
    await scene.bringTo('DONE')
    await untilAsked()
    expect(events().map((event) => event.data['completion'])).toEqual([1, 2])
    expect(await callback()).toMatchObject([
      { completion: 1, state: 'answered', outcome: 'not-fixed' },
      { completion: 2, state: 'asked' },
    ])
  })

  test('where the chat cannot be written to, an agent calls', async () => {
    desk.closedChats.add(owner.conversationId)
    await scene.bringTo('DONE')
    await untilAsked()
    expect(events()).toEqual([])
    expect(await tasks('call-owner')).toMatchObject([
      {
        state: 'open',
        values: { number, phone: '尾号8000', reason: '完工回访：微信上暂时发不出消息' },
      },
    ])
    expect(await callback()).toMatchObject([{ state: 'task', outcome: null }])
  })

  test('who phoned is called', async () => {
    const { roomCode } = await desk.ticket(number)
    const logged = await desk.act(agent, 'tickets.log_for', {
      text: '客厅灯不亮',
      room: roomCode,
      phone: '13900139000',
    })
    number = String(logged.result['number'])
    for (const step of ['accept', 'arrive', 'finish']) await desk.tap(wang, number, step)
    await untilAsked()
    expect(await tasks('call-owner')).toMatchObject([
      { values: { reason: '完工回访：这张单没有微信会话' } },
    ])
  })
})

describe('a share only', () => {
  const few = (sample_percent: number, days = 7) =>
    openTicketDesk((rules) => ({
      ...rules,
      surveys: { ...rules.surveys, sample_percent, throttle_days: days },
    }))

  test('who is not drawn is not asked, the row says why, and silence closes it as not asked', async () => {
    const other = await few(0)
    try {
      const one = await aScene(other)
      await one.bringTo('DONE')
      await other.advance(24 * 60)
      expect(other.events).toEqual([])
      const rows = other.db.selectFrom('callback').selectAll()
      expect(await rows.execute()).toMatchObject([
        {
          state: 'skipped',
          rule: 'sample',
          sampled: false,
          skipped: 'not-sampled',
          askedAt: null,
          staffName: one.named('王强'),
        },
      ])
      await other.advance(24 * 60)
      expect(await other.ticket(one.number)).toMatchObject({ closeCode: 'not-asked' })
      expect(await other.db.selectFrom('task').selectAll().execute()).toEqual([])
    } finally {
      await other.close()
    }
  })

  test('one owner is asked once in seven days, of two at once too, and always about what is urgent', async () => {
    const other = await few(100)
    try {
      const one = await aScene(other)
      const room = (await other.ticket(one.number)).roomCode ?? ''
      const report = async (text: string) => {
        const made = await other.act(one.owner, 'tickets.create', { text, room })
        return String(made.result['number'])
      }
      const numbers = [one.number, await report('客厅灯不亮'), await report('插座坏了')]
      const finish = async (wanted: string) => {
        for (const step of ['accept', 'arrive', 'finish']) {
          const input = { number: wanted }
          expect(await other.act(one.wang, `tickets.${step}`, input)).toMatchObject({
            outcome: 'ok',
          })
        }
      }
      for (const wanted of numbers.slice(0, 2)) await finish(wanted)
      await other.advance(24 * 60)
      expect(other.events).toHaveLength(1)
      const urgent = await report('水管爆裂，马上来')
      await finish(urgent)
      await other.advance(24 * 60)
      expect(other.events.at(-1)?.data['number']).toBe(urgent)
      const rows = await other.db
        .selectFrom('callback')
        .select(['rule', 'skipped'])
        .orderBy('dueAt')
        .execute()
      expect(
        rows
          .filter(({ rule }) => rule === 'sample')
          .map(({ skipped }) => skipped)
          .sort(),
      ).toEqual(['asked-lately', null])
      expect(rows.find(({ rule }) => rule === 'urgent')).toMatchObject({ skipped: null })
      await other.advance(9 * 24 * 60)
      await finish(String(numbers[2]))
      await other.advance(24 * 60)
      expect(other.events).toHaveLength(3)
    } finally {
      await other.close()
    }
  })
})

describe('mended', () => {
  beforeEach(async () => {
    await scene.bringTo('DONE')
    await untilAsked()
  })

  test('leads to the score, and the score closes it', async () => {
    expect(await by(owner, 'fixed')).toMatchObject({
      outcome: 'ok',
      result: { state_words: '待评价' },
    })
    expect(await by(owner, 'save', { score: 4 })).toMatchObject({
      outcome: 'ok',
      result: { recovery: false },
    })
    expect(await desk.ticket(number)).toMatchObject({ state: 'CLOSED', closeCode: 'rated' })
    expect(await tasks('recovery')).toEqual([])
  })

  test('said twice is heard once', async () => {
    const both = await Promise.all([1, 2, 3].map(() => by(owner, 'fixed')))
    expect(both.map((answer) => answer.outcome).sort()).toEqual(['already', 'already', 'ok'])
  })

  test.each([
    [1, true],
    [2, true],
    [3, false],
    [5, false],
    ['1', true],
  ])('a score of %j opens a recovery task: %j', async (score, recovery) => {
    await by(owner, 'fixed')
    const answer = await by(owner, 'save', { score, reason: '等太久 13800138000' })
    expect(answer).toMatchObject({ outcome: 'ok', result: { recovery } })
    const open = await tasks('recovery')
    expect(open).toHaveLength(recovery ? 1 : 0)
    if (!recovery) return
    expect(open).toMatchObject([
      {
        role: 'agent',
        values: { score: Number(score), staff: scene.named('王强'), phone: '尾号8000' },
      },
    ])
  })

  test('a score is kept once, however often and fast it is sent', async () => {
    await by(owner, 'fixed')
    const sent = await Promise.all([1, 1, 5].map((score) => by(owner, 'save', { score })))
    expect(sent.map((answer) => answer.outcome).sort()).toEqual(['already', 'already', 'ok'])
    const { id } = await desk.ticket(number)
    const rows = desk.db.selectFrom('rating').selectAll().where('ticketId', '=', id)
    expect(await rows.execute()).toHaveLength(1)
  })

  test('a score before the answer is asked for the answer first', async () => {
    expect(await by(owner, 'save', { score: 5 })).toMatchObject({ outcome: 'not_confirmed' })
  })

  test.each([0, 6, 3.5, -1, 'five', null, Number.NaN])(
    'a score of %j is a broken flow',
    async (score) => {
      await by(owner, 'fixed')
      await expect(by(owner, 'save', { score })).rejects.toThrow()
    },
  )

  test('the score is the technician’s who did the work, also after he has left', async () => {
    await desk.db
      .updateTable('staff')
      .set({ leftAt: desk.now() })
      .where('id', '=', wang.staffId)
      .execute()
    await by(owner, 'fixed')
    await by(owner, 'save', { score: 5, reason: `\u0000${'好'.repeat(5000)}` })
    const { id } = await desk.ticket(number)
    const rows = desk.db.selectFrom('rating').selectAll().where('ticketId', '=', id)
    const rating = await rows.executeTakeFirstOrThrow()
    expect(rating).toMatchObject({
      staffId: wang.staffId,
      staffName: scene.named('王强'),
      completion: 1,
    })
    expect(rating.reason).toBe('好'.repeat(300))
  })
})

describe('not mended', () => {
  test('opens it again, to the same person, and takes back a call that was planned', async () => {
    await scene.bringTo('DONE')
    await untilAsked()
    await by(owner, 'unanswered')
    expect(await tasks('call-owner')).toMatchObject([{ state: 'open' }])
    const answer = await by(owner, 'not_fixed', { text: '水还在滴', photos: ['new'] })
    expect(answer).toMatchObject({ outcome: 'ok' })
    expect(await desk.ticket(number)).toMatchObject({
      state: 'ASSIGNED',
      assigneeId: wang.staffId,
      reopenCount: 1,
      photoIds: ['new'],
    })
    expect(await tasks('call-owner')).toMatchObject([{ state: 'cancelled' }])
    expect(await callback()).toMatchObject([{ state: 'answered', outcome: 'not-fixed' }])
  })

  test('after the score it still opens again within the days, and is asked anew', async () => {
    await scene.bringTo('DONE')
    await by(owner, 'fixed')
    await by(owner, 'save', { score: 5 })
    expect(await by(owner, 'not_fixed')).toMatchObject({ outcome: 'ok' })
    expect(await callback()).toMatchObject([{ outcome: 'not-fixed' }])
  })

  test('while it is worked on there is nothing to answer', async () => {
    expect(await by(owner, 'fixed')).toMatchObject({ outcome: 'still_open' })
    expect(await by(owner, 'not_fixed')).toMatchObject({ outcome: 'still_open' })
  })
})

describe('silence', () => {
  beforeEach(async () => {
    await scene.bringTo('DONE')
    await untilAsked()
  })

  test('becomes one call, however often it is reported', async () => {
    expect(await by(owner, 'unanswered')).toMatchObject({ outcome: 'ok' })
    expect(await by(owner, 'unanswered')).toMatchObject({ outcome: 'already' })
    expect(await tasks('call-owner')).toHaveLength(1)
    expect(await callback()).toMatchObject([{ state: 'task', outcome: 'no-answer' }])
  })

  test('confirms after 48 hours as no answer, closes later, and is never satisfaction', async () => {
    await desk.advance(48 * 60)
    expect(await desk.ticket(number)).toMatchObject({ state: 'CONFIRMED', closeCode: 'no-answer' })
    expect(await tasks('call-owner')).toHaveLength(1)
    await desk.advance(48 * 60)
    expect(await desk.ticket(number)).toMatchObject({ state: 'CLOSED', closeCode: 'no-answer' })
    expect(await callback()).toMatchObject([{ outcome: 'no-answer' }])
    const { id } = await desk.ticket(number)
    const rows = desk.db.selectFrom('rating').selectAll().where('ticketId', '=', id)
    expect(await rows.execute()).toEqual([])
  })

  test('broken late counts: the answer replaces it, and the call is taken back', async () => {
    await desk.advance(48 * 60)
    expect(await by(owner, 'fixed')).toMatchObject({ outcome: 'ok' })
    expect(await desk.ticket(number)).toMatchObject({ state: 'CONFIRMED', closeCode: null })
    expect(await tasks('call-owner')).toMatchObject([{ state: 'cancelled' }])
    expect(await callback()).toMatchObject([{ state: 'answered', outcome: 'fixed' }])
    expect(await by(owner, 'save', { score: 4 })).toMatchObject({ outcome: 'ok' })
  })

  test('broken after it is closed comes too late for a score', async () => {
    await desk.advance(96 * 60)
    expect(await by(owner, 'fixed')).toMatchObject({ outcome: 'over' })
    expect(await by(owner, 'save', { score: 4 })).toMatchObject({ outcome: 'over' })
  })

  test('after "mended" only leaves the score out', async () => {
    await by(owner, 'fixed')
    expect(await by(owner, 'unanswered')).toMatchObject({ outcome: 'already' })
    await desk.advance(48 * 60)
    expect(await desk.ticket(number)).toMatchObject({ state: 'CLOSED', closeCode: 'unrated' })
    expect(await tasks('call-owner')).toEqual([])
  })
})

describe('an agent’s call', () => {
  beforeEach(async () => {
    await scene.bringTo('DONE')
    await untilAsked()
    await by(owner, 'unanswered')
  })

  test.each([
    ['fixed', 'CLOSED', 'fixed'],
    ['not_fixed', 'ASSIGNED', 'not-fixed'],
    ['dissatisfied', 'CLOSED', 'dissatisfied'],
    ['refused', 'DONE', 'refused'],
  ])('%s leaves it %s', async (result, state, outcome) => {
    expect(await by(agent, 'called', { result, reason: '电话回访' })).toMatchObject({
      outcome: 'ok',
    })
    expect(await desk.ticket(number)).toMatchObject({ state })
    expect(await callback()).toMatchObject([{ state: 'answered', outcome }])
    const [task] = await tasks('call-owner')
    expect(['done', 'cancelled']).toContain(task?.state)
    // Typed, not tapped: the caller's own card is closed like everybody's.
    const closes = desk.tell
      .of('close')
      .filter(({ subject }) => subject.kind === 'callback' && subject.id === task?.subjectId)
    expect(closes.at(-1)).toMatchObject({ words: expect.stringMatching(/card_(done|cancelled)$/) })
    expect(closes.at(-1)?.exceptStaffId).toBeUndefined()
    expect(await by(agent, 'called', { result })).toMatchObject({ outcome: 'already' })
  })

  test('brings a score, also when silence had closed the ticket meanwhile', async () => {
    await desk.advance(96 * 60)
    expect(await desk.ticket(number)).toMatchObject({ state: 'CLOSED' })
    expect(await by(agent, 'called', { result: 'fixed', score: 1, reason: '慢' })).toMatchObject({
      outcome: 'ok',
    })
    const { id } = await desk.ticket(number)
    const rows = desk.db.selectFrom('rating').select('score').where('ticketId', '=', id)
    expect(await rows.execute()).toEqual([{ score: 1 }])
    expect(await tasks('recovery')).toHaveLength(1)
  })

  test('is never noted by whoever did the work, nor by another technician', async () => {
    const other = await scene.hire('李四')
    for (const staff of [wang, other]) {
      expect(await by(staff, 'called', { result: 'fixed' })).toMatchObject({ outcome: 'not_yours' })
    }
    expect(await desk.ticket(number)).toMatchObject({ state: 'DONE' })
  })
})

describe('others', () => {
  test('whoever only lives there, or is a neighbour, answers nothing for the reporter', async () => {
    await scene.bringTo('DONE')
    const { roomCode } = await desk.ticket(number)
    const spouse = await desk.owner(`家人${number}`, roomCode ?? '')
    const stranger = await desk.owner(`路人${number}`)
    for (const [actor, outcome] of [
      [spouse, 'not_yours'],
      [stranger, 'not_found'],
    ] as const) {
      expect(await by(actor, 'fixed')).toMatchObject({ outcome })
      expect(await by(actor, 'save', { score: 1 })).toMatchObject({ outcome })
      expect(await by(actor, 'not_fixed')).toMatchObject({ outcome })
    }
    expect(await desk.ticket(number)).toMatchObject({ state: 'DONE' })
  })

  test('flows may ask which survey is open', async () => {
    const { surveyFacts } = await import('../../../src/desk/surveys/facts.ts')
    const ask = (name: string, ...args: unknown[]) =>
      desk.work(owner, async (work) => surveyFacts[name]?.answer(work, args))
    expect(await ask('open_survey')).toBe('')
    expect(await ask('survey_open', number)).toBe(false)
    await scene.bringTo('DONE')
    expect(await ask('open_survey')).toBe(number)
    expect(await ask('survey_open', number)).toBe(true)
    await by(owner, 'fixed')
    await by(owner, 'save', { score: 5 })
    expect(await ask('open_survey')).toBe('')
    expect(await ask('survey_open', number)).toBe(false)
  })
})

describe('the parts of a score', () => {
  const rating = async () => {
    const { id } = await desk.ticket(number)
    const rows = desk.db.selectFrom('rating').selectAll().where('ticketId', '=', id)
    return await rows.executeTakeFirstOrThrow()
  }
  beforeEach(async () => {
    await scene.bringTo('DONE')
    await untilAsked()
    await by(owner, 'fixed')
  })

  test('are asked for where somebody came, and one bad part is a recovery task', async () => {
    expect(await by(owner, 'save', { score: 5 })).toMatchObject({
      outcome: 'ok',
      result: { parts: true, recovery: false },
    })
    expect(await by(owner, 'change', { speed: 4, service: 2 })).toMatchObject({
      outcome: 'ok',
      result: { recovery: true },
    })
    expect(await rating()).toMatchObject({ score: 5, speed: 4, service: 2, editedAt: null })
    expect(await tasks('recovery')).toMatchObject([{ values: { score: 2 } }])
  })

  test('may be changed for seven days to the minute, and the log keeps what was said first', async () => {
    await by(owner, 'save', { score: 4 })
    await desk.advance(7 * 24 * 60)
    expect((await by(owner, 'rated')).outcome).toBe('ok')
    expect(await by(owner, 'change', { score: 3, reason: '又想了想' })).toMatchObject({
      outcome: 'ok',
    })
    expect(await rating()).toMatchObject({ score: 3, reason: '又想了想', editedAt: desk.now() })
    await desk.advance(1)
    expect(await by(owner, 'change', { score: 5 })).toMatchObject({ outcome: 'too_late' })
    expect(await by(owner, 'rated')).toMatchObject({ outcome: 'too_late', result: { days: 7 } })
    expect(await rating()).toMatchObject({ score: 3 })
    const { id } = await desk.ticket(number)
    const log = desk.db.selectFrom('ticket_event').select('payload').where('ticketId', '=', id)
    expect(await log.where('kind', '=', 'rating-changed').execute()).toMatchObject([
      { payload: { before: { score: 4 }, after: { score: 3 } } },
    ])
  })

  test('made better after a low one leaves the promised call standing; made low opens one, once', async () => {
    await by(owner, 'save', { score: 1, reason: '慢' })
    expect(await by(owner, 'change', { score: 5 })).toMatchObject({ result: { recovery: false } })
    expect(await tasks('recovery')).toMatchObject([{ state: 'open' }])
    const both = await Promise.all([1, 2].map((score) => by(owner, 'change', { score })))
    expect(both.map(({ outcome }) => outcome)).toEqual(['ok', 'ok'])
    expect(await tasks('recovery')).toHaveLength(1)
  })

  test('before there is a score, by a neighbour or out of the scale change nothing', async () => {
    expect(await by(owner, 'change', { score: 5 })).toMatchObject({ outcome: 'none' })
    expect(await by(owner, 'rated')).toMatchObject({ outcome: 'none', result: { items: [] } })
    await by(owner, 'save', { score: 5 })
    const { roomCode } = await desk.ticket(number)
    const spouse = await desk.owner(`同住${number}`, roomCode ?? '')
    expect(await by(spouse, 'change', { score: 1 })).toMatchObject({ outcome: 'not_yours' })
    expect(await by(spouse, 'rated')).toMatchObject({ outcome: 'none' })
    await expect(by(owner, 'change', { speed: 6 })).rejects.toThrow()
    expect(await rating()).toMatchObject({ score: 5, speed: null })
  })
})

describe('the card of a call', () => {
  const click = async (staff: StaffActor, key: string) => {
    const { id } = await desk.ticket(number)
    const subject = { kind: 'callback', id }
    const answer = await desk.work(staff, (work) =>
      callbackClicks(work, { subject, key, selections: {} }),
    )
    return {
      ...answer,
      said: answer.close && desk.tell.text(answer.close.words, answer.close.values),
    }
  }
  beforeEach(async () => {
    desk.closedChats.add(owner.conversationId)
    await scene.bringTo('DONE')
    await untilAsked()
  })

  test('shows what is asked, in order, and the answers to tap', () => {
    const card = desk.tell.read.filter((line) => line.startsWith('卡片：请致电业主')).at(-1)
    expect(card).toContain(number)
    const [sent] = desk.tell
      .of('card')
      .filter((one) => one.card === 'task.call-owner')
      .slice(-1)
    expect(sent?.subject.kind).toBe('callback')
    expect(sent?.values).toMatchObject({
      attempts: 0,
      visit: true,
      parts: true,
      category: '漏水渗水',
    })
  })

  test.each([
    ['content', 'fixed', 'CLOSED', 0],
    ['discontent', 'dissatisfied', 'CLOSED', 1],
    ['not_fixed', 'not-fixed', 'ASSIGNED', 0],
    ['refused', 'refused', 'DONE', 0],
  ])('%s is kept as %s', async (key, outcome, state, recoveries) => {
    expect(await click(agent, key)).toMatchObject({ outcome: 'ok', said: '回访已记录' })
    const byStaffId = agent.staffId
    expect(await callback()).toMatchObject([
      { state: 'answered', outcome, channel: 'call', byStaffId },
    ])
    expect(await desk.ticket(number)).toMatchObject({ state })
    expect(await tasks('recovery')).toHaveLength(recoveries)
    expect((await tasks('call-owner'))[0]?.state).toMatch(/done|cancelled/)
  })

  test('nobody answers: called again twice, hours apart and never at night, then given up', async () => {
    await desk.moveTo(`${estateDay(desk.now())}T19:00:00+08:00`)
    const first = await click(agent, 'no_answer')
    expect(first).toMatchObject({
      outcome: 'again',
      said: '已记第1次未接通，明天09:00再打',
    })
    desk.tell.clear()
    await desk.advance(13 * 60 + 59)
    expect(calls()).toEqual([])
    await desk.advance(2)
    expect(calls()).toMatchObject([
      { card: 'task.call-owner', values: { attempts: 1, overdue: false } },
    ])
    expect(await click(agent, 'no_answer')).toMatchObject({
      outcome: 'again',
      said: expect.stringMatching(/^已记第2次未接通，今天13:0\d再打$/),
    })
    await desk.advance(5 * 60)
    expect(await click(agent, 'no_answer')).toMatchObject({ outcome: 'ok' })
    expect(await callback()).toMatchObject([{ outcome: 'unreachable', attempts: 3 }])
    expect(await tasks('call-owner')).toMatchObject([{ state: 'done' }])
    const asked = desk.tell.told.length
    await desk.advance(24 * 60)
    expect(calls()).toHaveLength(2)
    expect(desk.tell.told.length).toBeGreaterThanOrEqual(asked)
  })

  test('the owner answers while the next call is planned: nobody calls', async () => {
    await click(agent, 'no_answer')
    await by(owner, 'fixed')
    desk.tell.clear()
    await desk.advance(24 * 60)
    expect(calls()).toEqual([])
    expect(await callback()).toMatchObject([{ outcome: 'fixed' }])
    expect(await click(agent, 'content')).toMatchObject({ said: '已经记过回访了' })
  })

  test('of two agents who tap at once one is heard, and both know', async () => {
    const second = await desk.staff('二号客服', 'agent')
    const both = await Promise.all([click(agent, 'content'), click(second, 'content')])
    expect(both.map(({ outcome }) => outcome).sort()).toEqual(['already', 'ok'])
    expect(both.map(({ said }) => said).sort()).toEqual(['回访已记录', '已经记过回访了'])
  })

  test('is taken by the first, who keeps the answers to tap', async () => {
    expect(await click(agent, 'take')).toMatchObject({ outcome: 'taken', said: '您已接手' })
    const second = await desk.staff('三号客服', 'agent')
    expect(await click(second, 'take')).toMatchObject({ outcome: 'taken-by-other' })
    expect(await click(wang, 'content')).toMatchObject({ outcome: 'not_yours' })
    expect(await click(agent, 'nonsense')).toEqual({ outcome: 'unknown-key', said: undefined })
    await by(owner, 'fixed')
    expect(await click(second, 'take')).toMatchObject({ outcome: 'over' })
  })
})
