/** Writes a book of any number of rooms, each with an owner: what the import of a large estate is measured with. */
import { writeBook } from '../../src/desk/register/write/write-book.ts'
import { readRules } from '../../src/desk/rules.ts'

const ROOMS_OF_BUILDING = 500
const ROOMS_OF_FLOOR = 4

const [path, count] = process.argv.slice(2)
if (!path || !(Number(count) > 0)) {
  process.stderr.write('npx tsx tests/bench/write-large-book.ts FILE.xlsx ROOMS\n')
  process.exit(2)
}
const { register } = await readRules()
await writeBook(path, register, (table) => {
  if (table === 'rooms') return rowsOf(Number(count), roomRow)
  return table === 'people' ? rowsOf(Number(count), ownerRow) : rowsOf(0, roomRow)
})

async function* rowsOf<Row>(rooms: number, rowOf: (index: number) => Row): AsyncGenerator<Row> {
  for (let index = 0; index < rooms; index++) yield rowOf(index)
}

function partsOf(index: number) {
  const inBuilding = index % ROOMS_OF_BUILDING
  const floor = Math.floor(inBuilding / (2 * ROOMS_OF_FLOOR)) + 1
  return {
    building: Math.floor(index / ROOMS_OF_BUILDING) + 1,
    unit: (Math.floor(inBuilding / ROOMS_OF_FLOOR) % 2) + 1,
    floor,
    number: `${floor}0${(inBuilding % ROOMS_OF_FLOOR) + 1}`,
  }
}

function roomRow(index: number) {
  const { building, unit, floor, number } = partsOf(index)
  const place = { building: `${building}栋`, unit: String(unit), number, floor, floors: 63 }
  return { ...place, kind: '住宅', layout: '两室一厅', gross_area: '94.56', state: '已入住' }
}

function ownerRow(index: number) {
  const { building, unit, number } = partsOf(index)
  return {
    room: `${building}-${unit}-${number}`,
    name: `业主${index}`,
    relation: '业主',
    phone: String(13_000_000_000 + index),
    from: '2020-06-10',
  }
}
