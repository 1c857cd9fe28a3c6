/** Every job there is: its permanent name, its queue and the shape of its data. */
import { z } from 'zod'

/** What a ring can wake: the loops that read rows. The job carries nothing; the rows are the truth. */
export const LOOPS = ['turns', 'sends', 'codes', 'timers', 'media', 'orders'] as const
export type LoopName = (typeof LOOPS)[number]

export const jobTable = {
  /** Something was written that a loop should look at before its next sweep. */
  ring: { queue: 'bell', data: z.object({ loops: z.array(z.enum(LOOPS)) }) },
  /** A customer-service account has news (wecom.md 3.1). */
  'pull-kf': {
    queue: 'work',
    data: z.object({ corpId: z.string(), openKfId: z.string(), token: z.string().optional() }),
  },
  /** Pings can be lost: every account is read now and then in any case (wecom.md 3.1). */
  'poll-kf': { queue: 'work', data: z.object({}) },
  /** Events about customers can be lost: the whole list is read now and then (wecom.md 7.2). */
  'read-contacts': { queue: 'work', data: z.object({}) },
  /** Events about members can be lost: everybody is read now and then (wecom.md 1.5, three attempts). */
  'read-directory': { queue: 'work', data: z.object({}) },
  /** Sweeps what nobody looks at any more and looks for alarms that did not ring. */
  housekeeping: { queue: 'work', data: z.object({}) },
} as const

export type JobName = keyof typeof jobTable
export type QueueName = (typeof jobTable)[JobName]['queue']
export type JobData<Name extends JobName> = z.output<(typeof jobTable)[Name]['data']>

export type JobHandlers = { readonly [Name in JobName]: (data: JobData<Name>) => Promise<void> }

/** Jobs that come by themselves, in real time. */
export const ROUNDS = [
  { name: 'poll-kf', everyS: 60 },
  { name: 'read-contacts', everyS: 600 },
  { name: 'read-directory', everyS: 600 },
  { name: 'housekeeping', everyS: 300 },
] as const satisfies readonly { readonly name: JobName; readonly everyS: number }[]
