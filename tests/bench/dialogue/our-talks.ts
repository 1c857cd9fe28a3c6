/** The desk's own engine, with all it understands, on a desk that answers at once: no database, no channel. */
import type { FlowSet } from '../../../src/dialogue/files/flow-set.ts'
import { runTurn } from '../../../src/dialogue/run/run-turn.ts'
import { emptySession, type Session } from '../../../src/dialogue/run/session.ts'
import { openDesk, type Settings } from '../../../src/dialogue/testing/fakes.ts'
import type { Talks } from './talks.ts'

/** An owner whose home is known and whose phone is not. */
const SETTINGS: Settings = {
  clock: '2026-11-23T09:00:00+08:00',
  user: { audience: ['owner'], name: '张伟', rooms: ['3-2-501'] },
  env: { visit_from: '08:00', visit_to: '20:00', visit_days: '14' },
  fakes: {
    rooms: ['3-2-501'],
    'tickets.create': {
      ok: { number: 'BX20261123-0001', next_words: '等待师傅接单', next_by: '今天09:16' },
    },
  },
  facts: {
    asks_after_others: false,
    category_place: 'home',
    appointment_wanted: true,
    photo_wanted: true,
    sounds_urgent: false,
  },
}

export function ourTalks(flows: FlowSet): Talks {
  const kept = new Map<string, string>()
  let desk = openDesk(flows, SETTINGS)
  let turns = 0
  return {
    async say(who, text) {
      const before = kept.get(who)
      const session = before === undefined ? emptySession() : (JSON.parse(before) as Session)
      const { clock: now, world } = desk
      turns += 1
      const turnId = `turn${turns}`
      const heard = [{ kind: 'text' as const, id: `${turnId}.0`, at: now, text }]
      const outcome = await runTurn({ session, heard, now, turnId }, world)
      kept.set(who, JSON.stringify(outcome.session))
      return outcome.says.map((said) => ('text' in said ? said.text : '')).join('\n')
    },
    stored: (who) => kept.get(who) ?? '',
    forget() {
      kept.clear()
      desk = openDesk(flows, SETTINGS)
    },
  }
}
