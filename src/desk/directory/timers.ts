/** A look-up that could not be made is made again, for as long as it takes: somebody may have left. */
import { setTimer } from '../../timers/timers.ts'
import type { TimerHandler } from '../action.ts'
import { orderErrand } from '../errands/order-errand.ts'
import type { Work } from '../work.ts'
import type { LookOrder } from './orders.ts'

export async function lookAgainLater(work: Work, order: LookOrder): Promise<void> {
  const waitMs = work.rules.directory.look_again_minutes * 60_000
  await setTimer(work, {
    name: 'directory.look-again',
    key: `${order.corpId}/${order.userId.toLowerCase()}/${order.renamedTo ?? ''}`,
    dueAt: new Date(work.now.getTime() + waitMs),
    payload: { ...order },
  })
}

const lookAgain: TimerHandler = async (work, timer) => {
  const order = timer.payload as unknown as LookOrder
  const { corpId, userId } = order
  const staff = await work.tx
    .selectFrom('staff')
    .select('projectId')
    .where('corpId', '=', corpId)
    .where((where) => where.fn<string>('lower', ['userId']), '=', userId.toLowerCase())
    .executeTakeFirst()
  if (!staff) return
  const { projectId } = staff
  const key = `again/${timer.key}/${work.now.toISOString()}`
  await orderErrand(work, { errand: 'directory.look', key, corpId, projectId, order })
}

export const directoryTimers: Readonly<Record<string, TimerHandler>> = {
  'directory.look-again': lookAgain,
}
