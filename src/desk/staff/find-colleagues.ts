/** Finds the colleague somebody means: by directory id, by name, or by surname as in 王师傅. */
import type { Tx } from '../../database/open-database.ts'
import { type StaffMember, staffMember } from './staff.ts'

/** Ways of calling somebody by their surname: after it, and before it. */
export const TITLES = ['师傅', '师父', '工', '经理', '主管', '班长', '管家', '老师']
export const NICKNAMES = ['小', '老', '阿']

const TITLE = new RegExp(`(?:${TITLES.join('|')})$`)
const NICKNAME = new RegExp(`^[${NICKNAMES.join('')}]`)
const LONGEST = 32

/**
 * All who fit, the closest reading only: an id or a full name beats a surname. Empty when nobody does.
 * Only members of the project are found.
 */
export async function findColleagues(
  tx: Tx,
  projectId: string,
  words: string,
): Promise<StaffMember[]> {
  const said = words.normalize('NFKC').replace(/\s+/g, '')
  if (said === '' || said.length > LONGEST) return []
  const rows = await tx
    .selectFrom('staff')
    .selectAll()
    .where('projectId', '=', projectId)
    .where('leftAt', 'is', null)
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
  const people = rows.map(staffMember)
  const readings: ((member: StaffMember) => boolean)[] = [
    (member) => member.userId.toLowerCase() === said.toLowerCase(),
    (member) => member.name === said,
    (member) => surnameOf(said) !== null && member.name.startsWith(surnameOf(said) ?? said),
  ]
  for (const fits of readings) {
    const found = people.filter(fits)
    if (found.length > 0) return found
  }
  return []
}

/** 王师傅, 小王, 老王 → 王; 欧阳师傅 → 欧阳. Null for words that are no way of calling somebody. */
function surnameOf(said: string): string | null {
  const bare = said.replace(TITLE, '').replace(NICKNAME, '')
  return bare !== said && bare.length > 0 && bare.length <= 3 ? bare : null
}
