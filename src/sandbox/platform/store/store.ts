/** Everything the platform knows, in memory and in its journal, changed only in whole transactions. */
import { statSync } from 'node:fs'
import type {
  ContactTagRow,
  ContactWayRow,
  CustomerGroupRow,
  FollowRow,
  MassMessageRow,
  MassTaskRow,
  WelcomeCodeRow,
} from './contact-rows.ts'
import type { DepartmentRow } from './directory-rows.ts'
import { type Change, openJournal, rewriteJournal } from './journal.ts'
import type {
  AppSendRow,
  BubbleRow,
  DeliveryRow,
  EventCodeRow,
  FaultRow,
  KfLogRow,
  KfPulledRow,
  KfSessionRow,
  MediaRow,
  MemberRow,
  OauthCodeRow,
  OwnerRow,
  PaceRow,
  PingTokenRow,
  ProblemRow,
  RepeatRow,
  ResponseCodeRow,
  SettingRow,
  TokenRow,
} from './rows.ts'
import { openTable, type Table } from './table.ts'

export interface Tables {
  readonly settings: Table<SettingRow>
  /** Grouped by external_userid. */
  readonly owners: Table<OwnerRow>
  readonly members: Table<MemberRow>
  /** Below the first, which every corp has. */
  readonly departments: Table<DepartmentRow>
  /** Grouped by phone. */
  readonly bubbles: Table<BubbleRow>
  /** Grouped by account. */
  readonly kfLog: Table<KfLogRow>
  readonly kfPulled: Table<KfPulledRow>
  /** Grouped by external_userid. */
  readonly kfSessions: Table<KfSessionRow>
  /** Message ids an account has used. */
  readonly kfMsgids: Table<SettingRow>
  readonly eventCodes: Table<EventCodeRow>
  readonly tokens: Table<TokenRow>
  readonly pingTokens: Table<PingTokenRow>
  readonly responseCodes: Table<ResponseCodeRow>
  /** Task ids an app has used, with the message they stand in. */
  readonly taskIds: Table<SettingRow>
  readonly appSends: Table<AppSendRow>
  readonly repeats: Table<RepeatRow>
  readonly paces: Table<PaceRow>
  readonly media: Table<MediaRow>
  /** Grouped by lane. */
  readonly deliveries: Table<DeliveryRow>
  readonly oauthCodes: Table<OauthCodeRow>
  /** Who has whom as a customer; grouped by external_userid. */
  readonly follows: Table<FollowRow>
  readonly contactWays: Table<ContactWayRow>
  readonly welcomeCodes: Table<WelcomeCodeRow>
  readonly contactTags: Table<ContactTagRow>
  readonly customerGroups: Table<CustomerGroupRow>
  readonly massMessages: Table<MassMessageRow>
  /** Grouped by msgid. */
  readonly massTasks: Table<MassTaskRow>
  /** How many mass messages a customer has had, by day and month. */
  readonly massCounts: Table<SettingRow>
  readonly faults: Table<FaultRow>
  readonly problems: Table<ProblemRow>
}

export interface Store {
  readonly tables: Tables
  /** Grows with every transaction that changed something. */
  readonly revision: () => number
  /** Runs `change`, writes what it changed as one line, and only then returns; a throw undoes all of it. */
  transaction<Result>(change: () => Result): Result
  close(): void
}

/** A journal this large, and mostly history, is rewritten at start. */
const COMPACT_ABOVE_BYTES = 4 * 1024 * 1024

/** Opens the store whose journal is the file `path`, as it was when it was last written. */
export function openStore(path: string, compactAboveBytes = COMPACT_ABOVE_BYTES): Store {
  const pending: Undoable[] = []
  let isOpen = false
  let revision = 0

  const tables = openTables((table, key, before, after) => {
    if (!isOpen) throw new Error(`${table} was changed outside a transaction`)
    pending.push({ change: [table, key, after], before })
  })
  for (const change of readHistory(path)) tables.set(change)
  if (isLarge(path, compactAboveBytes)) rewriteJournal(path, tables.dump())
  const journal = openJournal(path)

  return {
    tables: tables.byName,
    revision: () => revision,
    transaction(change) {
      if (isOpen) return change()
      isOpen = true
      try {
        const result = change()
        if (pending.length > 0) {
          journal.append(pending.map((undoable) => undoable.change))
          revision += 1
        }
        return result
      } catch (error) {
        for (const { change: undone, before } of pending.toReversed()) {
          tables.set([undone[0], undone[1], before])
        }
        throw error
      } finally {
        isOpen = false
        pending.length = 0
      }
    },
    close: () => journal.close(),
  }
}

interface Undoable {
  readonly change: Change
  readonly before: unknown
}

function readHistory(path: string): Change[] {
  const journal = openJournal(path)
  journal.close()
  return journal.history.flat()
}

function isLarge(path: string, bytes: number): boolean {
  return statSync(path).size > bytes
}

type Told = (table: string, key: string, before: unknown, after: unknown) => void

function openTables(told: Told) {
  const byName = {
    settings: table<SettingRow>('settings'),
    owners: table<OwnerRow>('owners', (row) => row.externalUserId),
    members: table<MemberRow>('members'),
    departments: table<DepartmentRow>('departments'),
    bubbles: table<BubbleRow>('bubbles', (row) => row.phone),
    kfLog: table<KfLogRow>('kfLog', (row) => row.openKfId),
    kfPulled: table<KfPulledRow>('kfPulled'),
    kfSessions: table<KfSessionRow>('kfSessions', (row) => row.externalUserId),
    kfMsgids: table<SettingRow>('kfMsgids'),
    eventCodes: table<EventCodeRow>('eventCodes'),
    tokens: table<TokenRow>('tokens'),
    pingTokens: table<PingTokenRow>('pingTokens'),
    responseCodes: table<ResponseCodeRow>('responseCodes'),
    taskIds: table<SettingRow>('taskIds'),
    appSends: table<AppSendRow>('appSends'),
    repeats: table<RepeatRow>('repeats'),
    paces: table<PaceRow>('paces'),
    media: table<MediaRow>('media'),
    deliveries: table<DeliveryRow>('deliveries', (row) => row.lane),
    oauthCodes: table<OauthCodeRow>('oauthCodes'),
    follows: table<FollowRow>('follows', (row) => row.externalUserId),
    contactWays: table<ContactWayRow>('contactWays'),
    welcomeCodes: table<WelcomeCodeRow>('welcomeCodes'),
    contactTags: table<ContactTagRow>('contactTags'),
    customerGroups: table<CustomerGroupRow>('customerGroups'),
    massMessages: table<MassMessageRow>('massMessages'),
    massTasks: table<MassTaskRow>('massTasks', (row) => row.msgid),
    massCounts: table<SettingRow>('massCounts'),
    faults: table<FaultRow>('faults'),
    problems: table<ProblemRow>('problems'),
  }

  function table<Row>(name: string, groupOf?: (row: Row) => string) {
    return openTable<Row>((key, before, after) => told(name, key, before, after), groupOf)
  }

  return { byName, set: (change: Change) => setIn(byName, change), dump: () => dump(byName) }
}

interface AnyTable {
  set(key: string, row: unknown): void
  get(key: string): unknown
  keys(): Iterable<string>
}

/** Tables that a later version no longer has are left behind. */
function setIn(tables: object, [name, key, row]: Change): void {
  const table = (tables as Record<string, AnyTable>)[name]
  table?.set(key, row)
}

function* dump(tables: object): Generator<Change> {
  for (const [name, table] of Object.entries(tables) as [string, AnyTable][]) {
    for (const key of table.keys()) yield [name, key, table.get(key)]
  }
}
