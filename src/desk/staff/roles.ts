/** The roles and trades of staff: identifiers, and the Chinese words people use for them. */

/** servicedesk.md D6; the words are those of the import template. */
export const ROLE_WORDS = {
  technician: '维修工',
  lead: '班组长',
  steward: '管家',
  agent: '客服',
  dispatcher: '调度',
  manager: '经理',
} as const

/** servicedesk.md D2, Skill 工种. */
export const SKILL_WORDS = {
  plumbing_power: '水电',
  low_voltage: '弱电',
  masonry: '土建',
  lift: '电梯',
  cleaning: '保洁',
  greening: '绿化',
  order: '秩序',
} as const

/** servicedesk.md D2, Staff kind 自有/外包. */
export const STAFF_KIND_WORDS = { own: '自有', contractor: '外包' } as const

export type Role = keyof typeof ROLE_WORDS
export type Skill = keyof typeof SKILL_WORDS

export const ROLES = Object.keys(ROLE_WORDS) as readonly Role[]
export type StaffKind = keyof typeof STAFF_KIND_WORDS

export const STAFF_KINDS = Object.keys(STAFF_KIND_WORDS) as readonly StaffKind[]
export const SKILLS = Object.keys(SKILL_WORDS) as readonly Skill[]

/** Their trades in words, and that they come from a contractor: 水电、弱电（外包）. */
export function tradesOf(member: {
  readonly skills: readonly Skill[]
  readonly kind: StaffKind
}): string {
  const trades = member.skills.map((skill) => SKILL_WORDS[skill]).join('、')
  return member.kind === 'own' ? trades : `${trades}（${STAFF_KIND_WORDS[member.kind]}）`
}

/** The identifier a Chinese word stands for, or null. */
export function roleOfWord(word: string): Role | null {
  return ROLES.find((role) => ROLE_WORDS[role] === word) ?? null
}
