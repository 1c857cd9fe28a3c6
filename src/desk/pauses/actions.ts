/** What flows for staff may do with the bot of their project: pause it and resume it. */
import { z } from 'zod'
import { type Action, defineAction } from '../action.ts'
import { beginPause } from './begin-pause.ts'
import { resumeBot } from './end-pause.ts'
import { PAUSE_LENGTHS } from './rules.ts'

const begin = defineAction({
  name: 'pauses.begin',
  with: { reason: { type: 'text' }, length: { type: 'choice' } },
  input: z.object({ reason: z.string(), length: z.enum([...PAUSE_LENGTHS, 'open']) }),
  outcomes: ['ok', 'already', 'not_allowed'],
  result: { since: 'text', until: 'text' },
  async run(work, wish) {
    const { outcome, ...times } = await beginPause(work, wish)
    return { outcome, result: { since: '', until: '', ...times } }
  },
})

const end = defineAction({
  name: 'pauses.end',
  with: {},
  input: z.object({}),
  outcomes: ['ok', 'not_paused', 'not_allowed'],
  result: { waiting: 'integer' },
  async run(work) {
    const { outcome, ...rest } = await resumeBot(work)
    return { outcome, result: { waiting: 0, ...rest } }
  },
})

export const pauseActions: readonly Action[] = [begin, end]
