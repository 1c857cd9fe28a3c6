/** A project that sends notices: on a real database and the strict stand-in platform, on the platform's clock. */
import { fileURLToPath } from 'node:url'
import { wecomApi } from '../../../src/channels/wecom/api/client.ts'
import { contactPlatform } from '../../../src/channels/wecom/contact-platform.ts'
import { drainOrders, nextOrderAt } from '../../../src/conversation/orders/drain-orders.ts'
import { readWords } from '../../../src/conversation/words.ts'
import type { Database } from '../../../src/database/open-database.ts'
import type { ClickAnswer } from '../../../src/desk/action.ts'
import { contactErrands } from '../../../src/desk/contacts/errands.ts'
import type { ContactPlatform } from '../../../src/desk/contacts/platform.ts'
import { readContacts } from '../../../src/desk/contacts/read-contacts.ts'
import { stepTags } from '../../../src/desk/contacts/step-tags.ts'
import { noticeActions } from '../../../src/desk/notices/actions.ts'
import { decideNotice } from '../../../src/desk/notices/decide.ts'
import { noticeErrands } from '../../../src/desk/notices/task-errands.ts'
import { noticeTimers } from '../../../src/desk/notices/timers.ts'
import type { Rules } from '../../../src/desk/rules.ts'
import { readRules } from '../../../src/desk/rules.ts'
import type { Role } from '../../../src/desk/staff/roles.ts'
import { taskTimers } from '../../../src/desk/tasks/task-timers.ts'
import type { Actor, StaffActor } from '../../../src/desk/work.ts'
import { nextTimerAt } from '../../../src/timers/sweep.ts'
import { CORP, openTestPlatform, type TestPlatform } from '../../sandbox/support/test-platform.ts'
import { openTestDatabase } from '../database.ts'
import { memoryTokens } from '../memory-tokens.ts'
import { testSeals } from '../seals.ts'
import { aProject } from './people.ts'
import { type Speaker, spokenNotifier } from './spoken-notifier.ts'
import { actorOf, aStaffMember } from './staff.ts'
import { sweepWith } from './sweep-with.ts'
import { type DoWork, workOn } from './work.ts'

export interface NoticeDesk {
  readonly db: Database
  readonly sandbox: TestPlatform
  readonly tell: Speaker
  readonly doWork: DoWork
  readonly rules: Rules
  /** Takes the place of the platform in the errands; a test makes it fail with it. */
  platform: ContactPlatform
  now(): Date
  staff(name: string, role: Role, areas?: readonly string[]): Promise<StaffActor>
  act(
    actor: Actor,
    action: string,
    input?: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly outcome: string; readonly result: Readonly<Record<string, never>> }>
  tap(actor: StaffActor, noticeId: string, key: string): Promise<ClickAnswer>
  /** Reads customers and tags from the platform. */
  readContacts(): Promise<void>
  /** Brings every customer's tags in step; answers how many were out of it. */
  stepTags(): Promise<number>
  /** Does what is due now: alarms and orders. */
  settle(): Promise<void>
  /** Moves the time, doing everything due on the way at its own time. */
  advance(minutes: number): Promise<void>
  close(): Promise<void>
}

const FLOWS = fileURLToPath(new URL('../../../flows', import.meta.url))

export async function openNoticeDesk(changed?: (rules: Rules) => Rules): Promise<NoticeDesk> {
  const { db, close } = await openTestDatabase()
  const sandbox = await openTestPlatform()
  const shipped = await readRules()
  const rules = changed ? changed(shipped) : shipped
  const tell = await spokenNotifier()
  const words = await readWords(FLOWS)
  const doWork = await workOn(db, tell, rules)
  const clock = { now: sandbox.now }
  await aProject(db)
  const desk: NoticeDesk = {
    db,
    sandbox,
    tell,
    doWork,
    rules,
    platform: contactPlatform(
      wecomApi({
        baseUrl: sandbox.baseUrl,
        timeoutMs: 20_000,
        corpId: CORP.corpId,
        secret: CORP.apps[0]?.secret ?? '',
        store: memoryTokens(),
        now: sandbox.now,
        pause: async () => undefined,
      }),
      sandbox.now,
    ),
    now: sandbox.now,
    staff: async (name, role, areas = []) =>
      actorOf(await aStaffMember(db, { name, roles: [role], areas })),
    async act(actor, name, input = {}) {
      const action = noticeActions.find((one) => one.name === name)
      if (!action) throw new Error(`no action ${name}`)
      const answer = await doWork(clock.now(), (work) => action.run(work, input), actor)
      if (!action.outcomes.includes(answer.outcome)) throw new Error(`${name}: ${answer.outcome}`)
      return { outcome: answer.outcome, result: (answer.result ?? {}) as Record<string, never> }
    },
    async tap(actor, id, key) {
      const click = { subject: { kind: 'notice', id }, key, selections: {} }
      const answer = await doWork(clock.now(), (work) => decideNotice(work, click), actor)
      if (answer.close) tell.text(answer.close.words, answer.close.values)
      return answer
    },
    readContacts: () => {
      const { platform } = desk
      return readContacts({ db, platform, corpId: 'corp-1', now: clock.now })
    },
    stepTags: () => stepTags(tagging()),
    async settle() {
      for (let done = 1; done > 0; ) done = (await sweep()) + (await drain())
    },
    async advance(minutes) {
      const end = clock.now().getTime() + minutes * 60_000
      for (;;) {
        await desk.settle()
        const due = [await nextTimerAt(db), await nextOrderAt(db)].flatMap((at) => at ?? [])
        const next = Math.min(...due.map((at) => at.getTime()))
        if (next > end) break
        sandbox.pass(Math.max(0, next - clock.now().getTime()))
      }
      sandbox.pass(Math.max(0, end - clock.now().getTime()))
      await desk.settle()
    },
    async close() {
      await sandbox.close()
      await close()
    },
  }
  const tagging = () => ({
    db,
    platform: desk.platform,
    corpId: 'corp-1',
    now: clock.now,
    rules: rules.contacts,
  })
  const handlers = { ...noticeTimers, ...taskTimers }
  const sweep = () => sweepWith({ db, clock, doWork, handlers })
  const drain = () =>
    drainOrders({
      db,
      clock,
      seals: testSeals,
      words,
      width: 1,
      makeWork: (tx, actor, now) => doWork.within(tx, now ?? clock.now(), actor),
      actions: new Map(
        [
          ...noticeErrands(desk.platform, db),
          ...contactErrands({ ...tagging(), say: words.text }),
        ].map((errand) => [errand.name, errand]),
      ),
      onFailure: () => undefined,
    })
  return desk
}
