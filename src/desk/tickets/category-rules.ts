/** What rules/categories.yaml says: the kinds of matters, and the tree of what they are about, made flat. */
import { z } from 'zod'
import { ROLES, type Role, SKILLS, type Skill } from '../staff/roles.ts'
import { WARRANTY_CLASSES, type WarrantyClass } from '../warranty/classes.ts'
import { KINDS } from './kinds.ts'
import { PRIORITIES } from './rules.ts'

/** Who pays for a matter as a rule: 物业, 业主, 维保, 开发商保修 (servicedesk.md D2). */
const PAYERS = ['property', 'owner', 'maintenance', 'developer_warranty'] as const
export type Payer = (typeof PAYERS)[number]

/** Whom a matter touches, from one home on; `frail` are people who cannot wait (servicedesk.md A1). */
export const IMPACTS = ['home', 'unit', 'frail', 'building', 'estate'] as const
export type Impact = (typeof IMPACTS)[number]

/** Area, system, fault (servicedesk.md A1, "category tree": 3 levels). */
const DEEPEST = 3

const words = z.array(z.string().min(1))
/** One word, or several that must all stand in the sentence. */
const wordGroups = z.array(
  z.union([
    z
      .string()
      .min(1)
      .transform((word) => [word]),
    words.min(2),
  ]),
)
const inherited = z.strictObject({
  skill: z.enum(['none', ...SKILLS]),
  handlers: z.array(z.enum(ROLES as [Role, ...Role[]])).min(1),
  priority: z.enum(PRIORITIES),
  place: z.enum(['home', 'public', 'any', 'none']),
  dispatch: z.enum(['grab', 'auto', 'manual']),
  payer: z.enum(PAYERS, 'payer is property, owner, maintenance or developer_warranty'),
  calendar: z.enum(['always', 'business'], 'calendar is always or business'),
  photo: z.enum(['wanted', 'none']),
  photo_after: z.enum(['required', 'public', 'none']),
  appointment: z.enum(['wanted', 'none']),
  visit: z.boolean(),
  callback: z.enum(['always', 'sampled', 'never']),
  rating: z.enum(['overall', 'parts']),
  reopen_days: z.number().int().min(0),
  certificate: z.string().regex(/^[a-z_]+$/),
  warranty: z.union(
    [z.literal('none'), z.array(z.enum(WARRANTY_CLASSES)).min(1)],
    `warranty is none, or a list of ${WARRANTY_CLASSES.join(', ')}`,
  ),
})

const node = inherited.partial().extend({
  id: z.string().regex(/^[a-z]+(\.[a-z]+){0,2}$/),
  name: z.string().min(1),
  kind: z.enum(KINDS).optional(),
  hazard: z.boolean().optional(),
  words: wordGroups.optional(),
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
export interface Category extends Omit<Settings, 'skill' | 'certificate' | 'warranty'> {
  readonly id: string
  readonly name: string
  /** Names from the root down: "户内报修 / 给排水 / 漏水渗水". */
  readonly path: string
  /** Ids from the root down, its own last: what holds for one of them holds for it. */
  readonly line: readonly string[]
  readonly depth: number
  readonly skill: Skill | null
  /** A kind of rules/staff.yaml, `certificates`. */
  readonly certificate: string | null
  /** Of the developer's warranty; empty for what is never the developer's. */
  readonly warranty: readonly WarrantyClass[]
  /** Each a word, or words that must stand together in a sentence. */
  readonly words: readonly (readonly string[])[]
  readonly not: readonly string[]
  readonly urgentWords: readonly string[]
  readonly parentId: string | null
  readonly isLeaf: boolean
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
    payers: z.record(z.enum(PAYERS), z.string().min(1)),
    urgent: z.strictObject({ words, not: words }),
    impact: z.strictObject({
      kinds: z.array(z.enum(KINDS)),
      words: z.partialRecord(z.enum(IMPACTS), words),
      not: words,
    }),
    matrix: z.record(z.enum(PRIORITIES), z.record(z.enum(IMPACTS), z.enum(PRIORITIES))),
    /** Words that say where a matter is. */
    places: z.strictObject({ home: words, public: words }),
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
  const children = own.children ?? []
  const category: Category = {
    ...merged,
    id: own.id,
    name: own.name,
    path: parent ? `${parent.path} / ${own.name}` : own.name,
    line: [...(parent?.line ?? []), own.id],
    depth: parent ? parent.depth + 1 : 1,
    skill: merged.skill === 'none' ? null : merged.skill,
    certificate: merged.certificate === 'none' ? null : merged.certificate,
    warranty: merged.warranty === 'none' ? [] : merged.warranty,
    words: own.words ?? [],
    not: own.not ?? [],
    urgentWords: own.urgent_words ?? [],
    parentId: parent?.id ?? null,
    isLeaf: children.length === 0,
  }
  return [category, ...children.flatMap((child) => flatten(child, merged, category))]
}

function problemsOf(
  kinds: Readonly<Record<string, { readonly other: string }>>,
  all: readonly Category[],
): string[] {
  const ids = all.map((category) => category.id)
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at)
  const others = Object.entries(kinds).map(([kind, { other }]) => ({ kind, other }))
  const missing = others.filter(({ other }) => !ids.includes(other))
  const fallbacks = new Set(others.map(({ other }) => other))
  return [
    ...twice.map((id) => `category ${id} stands here twice`),
    ...all
      .filter(({ depth }) => depth > DEEPEST)
      .map(({ id, depth }) => `category ${id} stands on level ${depth}: the deepest is ${DEEPEST}`),
    ...all
      .filter((one) => !fallbacks.has(one.id) && lacksTrade(one))
      .map(({ id }) => `category ${id} is given to technicians and needs a skill`),
    ...missing.map(({ kind, other }) => `kind ${kind} names category ${other}, which is not here`),
    ...sharedWords(all),
  ]
}

/** A danger is everybody's; whatever else technicians do is the work of one trade. */
function lacksTrade({ isLeaf, hazard, skill, handlers }: Category): boolean {
  return isLeaf && !hazard && skill === null && handlers.every((role) => role === 'technician')
}

/** Two nodes that fit a sentence alike leave it to chance which is taken. */
function sharedWords(all: readonly Category[]): string[] {
  const owners = new Map<string, string>()
  return all.flatMap(({ id, kind, hazard, place, words: own }) =>
    own.flatMap((group) => {
      const key = JSON.stringify([kind, hazard, place, [...group].sort()])
      const other = owners.get(key)
      owners.set(key, id)
      return other ? [`word ${group.join(' + ')} stands in ${other} and in ${id}`] : []
    }),
  )
}
