import { expect, test } from 'vitest'
import {
  canonicalRoom,
  findBuildings,
  findRooms,
  roomParts,
} from '../../../src/dialogue/understand/find-room.ts'
import { normalise } from '../../../src/dialogue/understand/normalise.ts'

test.each([
  ['3栋2单元501', '3-2-501'],
  ['3栋2单元501厨房水管漏水', '3-2-501'],
  ['八栋二单元703房', '8-2-703'],
  ['十二栋一单元1203室', '12-1-1203'],
  ['12幢三单元五零一', '12-3-501'],
  ['３栋２单元５０１', '3-2-501'],
  ['3号楼2单元501户', '3-2-501'],
  ['3座2单元501号', '3-2-501'],
  ['一期3栋2单元1102户', '3-2-1102'],
  ['12号楼一单元12层1201', '12-1-1201'],
  ['1号楼3门602', '1-3-602'],
  ['3#2单元501', '3-2-501'],
  ['3栋 2单元 501', '3-2-501'],
  ['5-2-501', '5-2-501'],
  ['5－2－501', '5-2-501'],
  ['5/2/501', '5-2-501'],
  ['5—2—501', '5-2-501'],
  ['G2栋320', 'G2-320'],
  ['g2-320', 'G2-320'],
  ['A座1203室', 'A-1203'],
  ['3栋五百零一', '3-501'],
  ['我家在3栋2单元501，漏水', '3-2-501'],
])('%s is the room %s', (text, code) => {
  const [match] = findRooms(normalise(text))
  expect(match).toMatchObject({ value: code, strict: true })
})

test.each([
  ['楼号错了，是5栋', { building: '5' }],
  ['501', { room: '501' }],
  ['501室', { room: '501' }],
  ['2单元501', { unit: '2', room: '501' }],
  ['3楼漏水', { floor: '3' }],
  ['电梯在3栋，20人', { building: '3' }],
])('%s names only a part of a room', (text, fragment) => {
  const [match] = findRooms(text)
  expect(match).toMatchObject({ fragment, strict: false })
})

test.each([
  '8号下午',
  '2025-03-07',
  '明天9:00-11:00',
  '138-0013-8000',
  '010-12345678',
  '1月2月',
  '3号门禁',
  '15号',
  '交了1203元',
  '厨房水管漏水',
  '',
])('%s holds no room', (text) => {
  expect(findRooms(text)).toEqual([])
})

test('two rooms in one sentence are found in order', () => {
  expect(findRooms('不是3栋2单元501，是5栋2单元501').map(({ value }) => value)).toEqual([
    '3-2-501',
    '5-2-501',
  ])
})

test('spans point at the words, in the text as it was typed', () => {
  const raw = '我家３栋２单元５０１漏水'
  const [match] = findRooms(normalise(raw))
  expect(raw.slice(match?.start, match?.end)).toBe('３栋２单元５０１')
})

test.each([
  ['3栋', '3', true],
  ['是5号楼那边', '5', true],
  ['3栋2单元501', '3', true],
  ['3', '3', false],
  ['b', 'B', false],
])('%s is building %s', (text, building, strict) => {
  expect(findBuildings(text)[0]).toMatchObject({ value: building, shown: `${building}栋`, strict })
})

test.each([
  ['3栋2单元5楼楼道灯不亮', '3栋'],
  ['一期3号楼一单元的电梯', '一期3号楼'],
  ['3-2-501', '3-2-501'],
])(
  'of %s a building takes no more than %s, so that the rest still tells the place',
  (text, said) => {
    const [match] = findBuildings(text)
    expect(text.slice(match?.start, match?.end)).toBe(said)
  },
)

test('a code comes apart and together again', () => {
  expect(roomParts('5-2-501')).toEqual({ building: '5', unit: '2', room: '501' })
  expect(roomParts('5-501')).toEqual({ building: '5', room: '501' })
  expect(canonicalRoom({ ...roomParts('5-2-501'), building: '3' })).toBe('3-2-501')
  expect(canonicalRoom({ building: '3' })).toBeUndefined()
})
