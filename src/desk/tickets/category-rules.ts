/** What rules/categories.yaml says: the kinds of matters, and the tree of what they are about, made flat. */
import { z } from 'zod'
import { ROLES, type Role, SKILLS, type Skill } from '../staff/roles.ts'
import { PRIORITIES } from './rules.ts'

export const KINDS = [
  'repair',
  'complaint',
  'enquiry',
  'help',
  'suggestion',
  'praise',
  'service',
] as const
export type TicketKind = (typeof KINDS)[number]

const words = z.array(z.string().min(1))
const inherited = z.strictObject({
  skill: z.enum(['none', ...SKILLS]),
  handlers: z.array(z.enum(ROLES as [Role, ...Role[]])).min(1),
  priority: z.enum(PRIORITIES),
  place: z.enum(['home', 'public', 'any', 'none']),
  dispatch: z.enum(['grab', 'auto', 'manual']),
  photo: z.enum(['wanted', 'none']),
  appointment: z.enum(['wanted', 'none']),
  visit: z.boolean(),
  callback: z.enum(['always', 'never']),
  reopen_days: z.number().int().min(0),
})

const node = inherited.partial().extend({
  id: z.string().regex(/^[a-z]+(\.[a-z]+){0,2}$/),
  name: z.string().min(1),
  kind: z.enum(KINDS).optional(),
  hazard: z.boolean().optional(),
  words: words.optional(),
  not: words.optional(),
  urgent_words: words.optional(),
  get children() {
    return z.array(node).optional()
  },
})
type Node = z.output<typeof node>

/** What a node gets from above and hands down. */
const settings = inherited.extend({ kind: z.enum(KINDS), hazard: z.boolean() }).strip()
type Settings = z.output<typeof settings>

/** One node of the tree with everything it inherits. */
export interface Category extends Omit<Settings, 'skill'> {
  readonly id: string
  readonly name: string
  /** Names from the root down: "给排水 / 漏水渗水". */
  readonly path: string
  readonly depth: number
  readonly skill: Skill | null
  readonly words: readonly string[]
  readonly not: readonly string[]
  readonly urgentWords: readonly string[]
  readonly parentId: string | null
}

export const categoryRulesSchema = z
  .strictObject({
    kinds: z.record(
      z.enum(KINDS),
      z.strictObject({
        prefix: z.string().regex(/^[A-Z]{2}$/),
        words: z.string().min(1),
        /** The category of a matter nothing else fits. */
        other: z.string().min(1),
      }),
    ),
    urgent: z.strictObject({ words, not: words }),
    defaults: inherited,
    categories: z.array(node.refine((top) => top.kind, 'a node at the top needs a kind')),
  })
  .transform(({ categories, defaults, ...rest }, context) => {
    const root = { ...defaults, hazard: false }
    const all = categories.flatMap((top) => flatten(top, root, null))
    for (const problem of problemsOf(rest.kinds, all)) {
      context.addIssue({ code: 'custom', message: problem })
    }
    return { ...rest, all, byId: new Map(all.map((category) => [category.id, category])) }
  })

export type CategoryRules = z.output<typeof categoryRulesSchema>

function flatten(own: Node, above: Partial<Settings>, parent: Category | null): Category[] {
  const merged = settings.parse({ ...above, ...own })
  const category: Category = {
    ...merged,
    id: own.id,
    name: own.name,
    path: parent ? `${parent.path} / ${own.name}` : own.name,
    depth: parent ? parent.depth + 1 : 1,
    skill: merged.skill === 'none' ? null : merged.skill,
    words: own.words ?? [],
    not: own.not ?? [],
    urgentWords: own.urgent_words ?? [],
    parentId: parent?.id ?? null,
  }
  const children = own.children ?? []
  return [category, ...children.flatMap((child) => flatten(child, merged, category))]
}

function problemsOf(
  kinds: Readonly<Record<string, { readonly other: string }>>,
  all: readonly Category[],
): string[] {
  const ids = all.map((category) => category.id)
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at)
  const misplaced = all.filter((one) => one.parentId && !one.id.startsWith(`${one.parentId}.`))
  const missing = Object.entries(kinds).filter(([, kind]) => !ids.includes(kind.other))
  return [
    ...twice.map((id) => `category ${id} stands here twice`),
    ...misplaced.map((one) => `category ${one.id} stands under ${one.parentId}: rename it`),
    ...missing.map(
      ([kind, { other }]) => `kind ${kind} names category ${other}, which is not here`,
    ),
  ]
}
