/** What stands in the board's address: the filter, and where its page begins. */
import { z } from 'zod'
import { GROUPS } from '../desk/board/board-groups.ts'
import type { After, BoardFilter } from '../desk/board/board-rows.ts'

const LONGEST = 200
const HASH = /^[0-9a-f]{64}$/
const AFTER = /^(\d{1,15})\.([\w-]{1,64})$/

const text = z
  .string()
  .transform((given) => plain(given.slice(0, LONGEST)))
  .catch('')

const query = z.object({
  group: z.enum(GROUPS).catch('open'),
  project: text,
  kind: text,
  building: text,
  person: text,
  late: text,
  free: text,
  q: text,
  tel: z.string().regex(HASH).catch(''),
})

/** Whatever is wrong in an address counts as not asked for; `maxChars` cuts what is searched. */
export function filterOf(given: unknown, maxChars: number): BoardFilter {
  const asked = query.parse(given)
  return {
    group: asked.group,
    projectId: asked.project,
    kind: asked.kind,
    building: asked.building,
    assigneeId: asked.person,
    lateOnly: asked.late === '1',
    freeOnly: asked.free === '1',
    search: { text: asked.q.slice(0, maxChars), phoneHash: asked.tel },
  }
}

/** Null for the first page; undefined for what is no page of ours. */
export function afterOf(given: unknown): After | null | undefined {
  if (given === undefined || given === '') return null
  const [, at, id] = (typeof given === 'string' && AFTER.exec(given)) || []
  return at && id ? { at: Number(at), id } : undefined
}

/** The address of the board under a filter, without what is not asked for. */
export function boardUrl(filter: BoardFilter, after: After | null = null): string {
  const search = searchOf(filter, after)
  return search ? `/console?${search}` : '/console'
}

export function searchOf(filter: BoardFilter, after: After | null): string {
  const parts = {
    group: filter.group === 'open' ? '' : filter.group,
    project: filter.projectId,
    kind: filter.kind,
    building: filter.building,
    person: filter.assigneeId,
    late: filter.lateOnly ? '1' : '',
    free: filter.freeOnly ? '1' : '',
    q: filter.search.text,
    tel: filter.search.phoneHash,
    after: after ? `${after.at}.${after.id}` : '',
  }
  const asked = Object.entries(parts).filter(([, value]) => value !== '')
  return new URLSearchParams(asked).toString()
}

/** The database takes no NUL, and nobody types what cannot be seen. */
function plain(words: string): string {
  return words.replace(/\p{C}+/gu, '').trim()
}
