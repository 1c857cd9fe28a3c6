/** What a dispatcher's words look for. */
import { describe, expect, test } from 'vitest'
import { readSearch } from '../../../src/desk/tickets/list-search.ts'

const PEOPLE = [
  { id: 'li', name: '李强' },
  { id: 'wang', name: '王军' },
]
const NOTHING = { staffIds: [], buildingCode: null, roomCode: null, ending: null }

describe('a list is narrowed', () => {
  test.each([
    ['在办单', {}],
    ['查单 李强', { staffIds: ['li'] }],
    ['李强和王军的在办单', { staffIds: ['li', 'wang'] }],
    ['3栋的未派单', { buildingCode: '3' }],
    ['12号楼超时单', { buildingCode: '12' }],
    ['查单 3-2-501', { roomCode: '3-2-501' }],
    ['查单 3栋2单元501', { roomCode: '3-2-501' }],
    ['查单 尾号8000', { ending: '8000' }],
    ['查单BX20261123-0007', { ending: '0007' }],
    ['查单 ８０００', { ending: '8000' }],
    ['查单 13800138000', {}],
    [`查单 ${'9'.repeat(10_000)}`, {}],
    ["查单 '; DROP TABLE ticket; --", {}],
  ])('by "%.30s"', (words, found) => {
    expect(readSearch(words, PEOPLE)).toEqual({ ...NOTHING, ...found })
  })
})
