/** How a person belongs to a room: identifiers, the Chinese words for them, and which of two counts. */

/** servicedesk.md D2, Occupancy 居住关系. The order is that of strength: the first of two holds. */
export const RELATIONS = ['owner', 'family', 'tenant', 'employee', 'temporary'] as const

export type Relation = (typeof RELATIONS)[number]

export const RELATION_WORDS: Readonly<Record<Relation, string>> = {
  owner: '业主',
  family: '家属',
  tenant: '租户',
  employee: '员工',
  temporary: '临时人员',
}

/** Negative when `a` is the stronger relation. */
export function byStrength(a: Relation, b: Relation): number {
  return RELATIONS.indexOf(a) - RELATIONS.indexOf(b)
}
