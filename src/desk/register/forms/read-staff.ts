/** One row of 员工. */
import type { Seals } from '../../../database/sealed.ts'
import type { StaffRecord } from '../records.ts'
import { readPhone } from '../table/contact-fields.ts'
import type { ReadingRules, RowReader } from '../table/row-reader.ts'
import { readAreas } from './read-areas.ts'
import { TEAM_CHARS } from './read-team.ts'

/** What the directory allows for an account (path/90195: 1 to 64 bytes of these characters). */
const ACCOUNT = /^[0-9A-Za-z][0-9A-Za-z_.@-]{0,63}$/

export function readStaff(
  reader: RowReader,
  reading: ReadingRules,
  seals: Seals,
): StaffRecord | null {
  const account = readAccount(reader)
  const name = reader.required('name', reader.name('name'))
  const roles = reader.required('roles', reader.legends('roles', 'role'))
  const phone = readPhone(reader, reading, 'phone')
  const skills = reader.legends('skills', 'skill')
  const areas = readAreas(reader)
  const team = reader.words('team', TEAM_CHARS)
  const maxOpen = reader.integer('max_open', 1, 1000)
  const staffKind = reader.legend('staff_kind', 'staff_kind')
  const contractor = reader.words('contractor', 60)
  const replacement = reader.text('replacement', 64)
  const left = reader.day('left')
  if (!account || !name || !roles) return null
  return {
    account,
    name,
    phone: phone ? seals.phone(phone) : undefined,
    roles,
    skills,
    areas,
    team,
    maxOpen,
    staffKind,
    contractor,
    replacement,
    left,
  }
}

export function readAccount(reader: RowReader): string | undefined {
  const account = reader.required('account', reader.text('account'))
  if (account === undefined || ACCOUNT.test(account)) return account
  reader.error('account', 'account')
  return undefined
}
