/** Contractors and their agreements: entered or changed. One the book does not name stays. */
import type { Selectable } from 'kysely'
import type { Contractor, ContractorAgreement } from '../../../database/generated/tables.ts'
import { SKILL_WORDS, type Skill } from '../../staff/roles.ts'
import type { Staged } from '../stage.ts'
import { type Applying, stagedOf } from './context.ts'
import { differ, type FieldRules, headerOf, orNone } from './difference.ts'

type Firm = Selectable<Contractor>
type Agreement = Selectable<ContractorAgreement>
type Row = Staged<'contractor'>

const FIRM_FIELDS: FieldRules<Pick<Firm, 'kind' | 'contact'>> = {
  kind: { field: 'kind' },
  contact: { field: 'contact' },
}
const AGREEMENT_FIELDS: FieldRules<Pick<Agreement, 'skills' | 'validFrom' | 'validTo'>> = {
  skills: {
    field: 'skills',
    show: (skills) => skills.map((one) => SKILL_WORDS[one as Skill] ?? one).join('、'),
  },
  validFrom: { field: 'from' },
  validTo: { field: 'to' },
}

export async function applyContractors(applying: Applying): Promise<void> {
  const { tx, projectId } = applying
  const firms = new Map<string, Firm>()
  const known = await tx
    .selectFrom('contractor')
    .selectAll()
    .where('projectId', '=', projectId)
    .execute()
  for (const firm of known) firms.set(firm.name, firm)
  const agreements = await tx
    .selectFrom('contractor_agreement')
    .selectAll()
    .where('projectId', '=', projectId)
    .execute()
  const before = new Map(agreements.map((one) => [keyOf(one.contractorId, one.number), one]))
  const stated = new Map<string, number>()
  const said = new Map<string, Row>()
  for await (const staged of stagedOf(applying, 'contractor')) {
    const first = said.get(staged.data.firm)
    if (first && reportContradiction(applying, staged, first)) continue
    said.set(staged.data.firm, withWhatIsSaid(first, staged))
    const firm = await keepFirm(applying, firms.get(staged.data.firm), staged)
    firms.set(firm.name, firm)
    const { number } = staged.data
    const key = keyOf(firm.id, number)
    const twin = stated.get(key)
    stated.set(key, staged.row)
    if (twin !== undefined) reportTwin(applying, staged, twin)
    else if (number !== null)
      await keepAgreement(applying, firm, { before: before.get(key), staged, number })
  }
}

function keyOf(firmId: string, number: string | null): string {
  return `${firmId}/${number ?? ''}`
}

function reportTwin({ problems, rules }: Applying, { sheet, row, data }: Row, other: number): void {
  const header = headerOf(rules.register, 'contractors', 'number')
  problems.error({ sheet, row, header, value: data.firm }, 'row_twice', { other })
}

/** What a firm is stands in each of its rows; an empty cell says nothing of it. */
const OF_THE_FIRM = ['kind', 'contact', 'phone'] as const

/** Two rows of one firm say different things of it: nobody knows which is right. Whether it was so. */
function reportContradiction(applying: Applying, staged: Row, first: Row): boolean {
  const { problems, rules } = applying
  const { sheet, row, data } = staged
  const differing = OF_THE_FIRM.filter((field) => {
    const [one, other] = [comparable(first.data[field]), comparable(data[field])]
    return one !== undefined && other !== undefined && one !== other
  })
  for (const field of differing) {
    const header = headerOf(rules.register, 'contractors', field)
    problems.error({ sheet, row, header, value: data.firm }, 'firm_differs', { other: first.row })
  }
  return differing.length > 0
}

/** Sealed twice, one number gives two texts. */
function comparable(value: Row['data'][(typeof OF_THE_FIRM)[number]]) {
  return value !== null && typeof value === 'object' ? value.phoneHash : value
}

/** All that rows of one firm said so far, by the row that said the most of it first. */
function withWhatIsSaid(first: Row | undefined, staged: Row): Row {
  if (!first) return staged
  const more = OF_THE_FIRM.filter((field) => first.data[field] === undefined)
  const added = Object.fromEntries(more.map((field) => [field, staged.data[field]]))
  return { ...first, data: { ...first.data, ...added } }
}

async function keepFirm(
  applying: Applying,
  before: Firm | undefined,
  { data }: Row,
): Promise<Firm> {
  const { kind, contact, phone } = data
  if (before) {
    const { set, differences } = differ(applying.rules.register, 'contractors', FIRM_FIELDS, {
      known: before,
      given: { kind: orNone<string>(kind, 'maintenance'), contact },
    })
    const number = numberChange(applying, before, phone)
    const all = [...differences, ...number.differences]
    if (all.length === 0) return before
    const changed = { ...set, ...number.set }
    await applying.tx.updateTable('contractor').set(changed).where('id', '=', before.id).execute()
    note(applying, 'changed', before.name, all)
    return { ...before, ...changed }
  }
  const firm = {
    ...{ id: applying.newId(), projectId: applying.projectId, name: data.firm },
    ...{ kind: kind ?? 'maintenance', contact: contact ?? null, ...(phone ?? NO_PHONE) },
    ...{ phone: null, createdAt: applying.now },
  }
  await applying.tx.insertInto('contractor').values(firm).execute()
  note(applying, 'added', firm.name, [])
  return firm
}

const NO_PHONE = { phoneEnc: null, phoneHash: null, phoneLast4: null }

/** The last four digits stand for the number; an empty cell says nothing of it. */
function numberChange({ rules }: Applying, before: Firm, phone: Row['data']['phone']) {
  const isSame = phone === undefined || (phone?.phoneHash ?? null) === before.phoneHash
  if (isSame) return { set: {}, differences: [] }
  const shown = (last4: string | null) => last4 && `****${last4}`
  const difference = {
    field: headerOf(rules.register, 'contractors', 'phone'),
    old: shown(before.phoneLast4),
    new: shown(phone?.phoneLast4 ?? null),
  }
  return { set: phone ?? NO_PHONE, differences: [difference] }
}

interface Stated {
  readonly before: Agreement | undefined
  readonly staged: Row
  readonly number: string
}

async function keepAgreement(
  applying: Applying,
  firm: Firm,
  { before, staged, number }: Stated,
): Promise<void> {
  const { skills, validFrom, validTo } = staged.data
  if (before) {
    const { set, differences } = differ(applying.rules.register, 'contractors', AGREEMENT_FIELDS, {
      known: before,
      given: {
        ...{ validFrom, validTo },
        skills: orNone(skills as readonly string[] | null | undefined, []) as string[] | undefined,
      },
    })
    if (differences.length === 0) return
    const changed = { ...set, ...(set.skills && { skills: [...set.skills] }) }
    await applying.tx
      .updateTable('contractor_agreement')
      .set(changed)
      .where('id', '=', before.id)
      .execute()
    return note(applying, 'changed', `${firm.name} ${number}`, differences)
  }
  await applying.tx
    .insertInto('contractor_agreement')
    .values({
      ...{ id: applying.newId(), projectId: applying.projectId, contractorId: firm.id, number },
      ...{ skills: [...(skills ?? [])], validFrom: validFrom ?? null, validTo: validTo ?? null },
      createdAt: applying.now,
    })
    .execute()
  note(applying, 'added', `${firm.name} ${number}`, [])
}

function note(
  { changes }: Applying,
  action: 'added' | 'changed',
  label: string,
  differences: Parameters<Applying['changes']['add']>[0]['differences'],
): void {
  changes.add({ kind: 'contractor', action, label, differences })
}
