/** What every channel does with what it hears: keep it durably, then ring for those who answer. */
import { v7 as newId } from 'uuid'
import type { Incoming } from '../channels/channel.ts'
import type { OpenTalk } from '../conversation/open-talk.ts'
import type { Tx } from '../database/open-database.ts'
import type { ContactChange } from '../desk/contacts/contact-change.ts'
import { noteContactChange } from '../desk/contacts/note-change.ts'
import type { DirectoryChange } from '../desk/directory/directory-change.ts'
import { noteDirectoryChange } from '../desk/directory/note-change.ts'
import { keepIncoming } from '../inbox/keep.ts'
import { keepTogether } from '../inbox/keep-together.ts'
import type { Queues } from '../jobs/queues.ts'
import type { Base } from './base.ts'

export interface WayIn {
  /** Keeps messages and rings; inside `tx` when one is given. */
  keep(incoming: readonly Incoming[], tx?: Tx): Promise<void>
  ring(): void
  /** Keeps that a steward has a customer more or less. */
  contactChanged(corpId: string, change: ContactChange): Promise<void>
  /** Keeps that members or departments are to be looked at. */
  directoryChanged(corpId: string, change: DirectoryChange): Promise<void>
}

export function openWayIn(base: Base, talk: OpenTalk, queues: Queues): WayIn {
  const { ground, clock, rules, seals } = base
  const deps = { clock, newId, seals, rules: rules.inbox, isUrgent: talk.isUrgent }
  const keepIn = async (incoming: readonly Incoming[], tx?: Tx) => {
    await keepIncoming(tx ?? ground.db, incoming, deps)
  }
  const keepAlone = keepTogether((incoming) => keepIn(incoming))
  const ring = () => queues.ring('turns', 'media')
  return {
    ring,
    async contactChanged(corpId, change) {
      await ground.db.transaction().execute((tx) => {
        const work = talk.makeWork(tx, { kind: 'system', name: 'contacts' })
        return noteContactChange(work, corpId, change)
      })
      queues.ring('orders')
    },
    async directoryChanged(corpId, change) {
      await ground.db.transaction().execute((tx) => {
        const work = talk.makeWork(tx, { kind: 'system', name: 'directory' })
        return noteDirectoryChange(work, corpId, change)
      })
      queues.ring('orders')
    },
    async keep(incoming, tx) {
      await (tx ? keepIn(incoming, tx) : keepAlone(incoming))
      ring()
    },
  }
}
