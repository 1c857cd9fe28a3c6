/** The demo estate: read from demo/estate.yaml, and written as the book a company would import. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import exceljs from 'exceljs'
import { z } from 'zod'
import { addDays } from '../desk/residents/estate-day.ts'
import { parseRuleFile } from '../rule-file.ts'

const text = z.string().min(1)
const day = z.iso.date()
const yuan = z.string().regex(/^\d+(\.\d{1,2})?$/)
const resident = z.strictObject({
  id: text,
  name: text,
  phone: text.optional(),
  rooms: z.array(text),
  relation: text.optional(),
  bound: z.boolean(),
})

const estateSchema = z.strictObject({
  company: text,
  app: text,
  kf_account: text,
  robot: text,
  project: z.strictObject({
    name: text,
    service_phone: text,
    emergency_phone: text,
    completed: day,
    delivered: day,
  }),
  buildings: z.array(text).min(1),
  units: z.array(text).min(1),
  floors: z.int().positive(),
  doors: z.array(text).min(1),
  area: text,
  residents: z.array(resident),
  others: z.array(resident.omit({ id: true, bound: true })),
  staff: z.array(
    z.strictObject({
      id: text,
      name: text,
      phone: text,
      roles: z.array(text),
      skills: z.array(text),
      certificates: z.array(text).default([]),
      title: text,
      duty: z.boolean().default(false),
      servicing: z.enum(['none', 'receiving', 'paused']).default('none'),
    }),
  ),
  duty_days: z.int().positive(),
  certificate_days: z.int().positive(),
  fees: z.array(
    z.strictObject({
      code: text,
      name: text,
      kind: text,
      formula: text,
      price: text.optional(),
    }),
  ),
  prices: z.array(
    z.strictObject({
      code: text,
      name: text,
      kind: text,
      unit: text,
      price: yuan,
      warranty: text.optional(),
    }),
  ),
  bills: z.array(
    z.strictObject({
      room: text,
      item: text,
      months_ago: z.int().min(0),
      amount: yuan,
      paid: yuan.optional(),
      payer: text.optional(),
      computed: text,
    }),
  ),
  hints: z.array(text),
})

export type Estate = z.output<typeof estateSchema>

/** Beside `src` and beside the built `dist`. */
const FILE = fileURLToPath(new URL('../../demo/estate.yaml', import.meta.url))

export async function readEstate(file: string = FILE): Promise<Estate> {
  return parseRuleFile(estateSchema, 'estate.yaml', await readFile(file, 'utf8'))
}

type Row = readonly (string | undefined)[]

/** The book, as of the first day ('YYYY-MM-DD'). */
export async function estateBook(estate: Estate, firstDay: string): Promise<Buffer> {
  const book = new exceljs.Workbook()
  const { project } = estate
  const sheets: Record<string, readonly Row[]> = {
    项目: [
      ['项目名称', '竣工验收日期', '交付日期'],
      [project.name, project.completed, project.delivered],
    ],
    房屋: [['楼栋', '单元', '房号', '楼层', '建筑面积'], ...roomRows(estate)],
    业主: [['房屋', '姓名', '身份', '手机号'], ...residentRows(estate)],
    员工: [['账号', '姓名', '手机号', '角色', '工种', '负责楼栋'], ...staffRows(estate)],
    证书: [['员工', '证书', '有效期至'], ...certificateRows(estate, firstDay)],
    值班: [['账号', '日期', '截止日期', '开始时间', '结束时间'], ...dutyRows(estate, firstDay)],
    收费项目: [['编号', '名称', '类型', '计算方式', '单价'], ...feeRows(estate)],
    维修价目: [['编号', '名称', '类别', '单位', '单价', '质保天数'], ...priceRows(estate)],
    账单: [
      ['房屋', '收费项目', '账期', '应收金额', '已收金额', '付款人', '应缴日期', '计算说明'],
      ...billRows(estate, firstDay),
    ],
  }
  for (const [name, rows] of Object.entries(sheets)) {
    const sheet = book.addWorksheet(name)
    for (const row of rows) sheet.addRow([...row])
  }
  return Buffer.from(await book.xlsx.writeBuffer())
}

function roomRows({ buildings, units, floors, doors, area }: Estate): Row[] {
  return buildings.flatMap((building) =>
    units.flatMap((unit) =>
      Array.from({ length: floors }, (_, index) => String(index + 1)).flatMap((floor) =>
        doors.map((door) => [building, unit, `${floor}${door}`, floor, area]),
      ),
    ),
  )
}

function residentRows({ residents, others }: Estate): Row[] {
  return [...residents, ...others].flatMap(({ name, phone, rooms, relation }) =>
    rooms.map((room) => [room, name, relation, phone]),
  )
}

function staffRows({ staff }: Estate): Row[] {
  return staff.map(({ id, name, phone, roles, skills }) => [
    id,
    name,
    phone,
    roles.join('、'),
    skills.join('、'),
  ])
}

function certificateRows({ staff, certificate_days }: Estate, firstDay: string): Row[] {
  const lastDay = addDays(firstDay, certificate_days - 1)
  return staff.flatMap(({ id, certificates }) => certificates.map((kind) => [id, kind, lastDay]))
}

function dutyRows({ staff, duty_days }: Estate, firstDay: string): Row[] {
  const lastDay = addDays(firstDay, duty_days - 1)
  return staff.filter(({ duty }) => duty).map(({ id }) => [id, firstDay, lastDay, '00:00', '24:00'])
}

function feeRows({ fees }: Estate): Row[] {
  return fees.map(({ code, name, kind, formula, price }) => [code, name, kind, formula, price])
}

function priceRows({ prices }: Estate): Row[] {
  return prices.map(({ code, name, kind, unit, price, warranty }) => {
    return [code, name, kind, unit, price, warranty]
  })
}

function billRows({ bills }: Estate, firstDay: string): Row[] {
  return bills.map(({ room, item, months_ago, amount, paid, payer, computed }) => {
    const period = monthBefore(firstDay, months_ago)
    return [room, item, period, amount, paid, payer, `${period}-25`, computed]
  })
}

/** '2026-11-23', 2 → '2026-09'. */
function monthBefore(day: string, months: number): string {
  const at = new Date(`${day.slice(0, 7)}-01T00:00:00Z`)
  at.setUTCMonth(at.getUTCMonth() - months)
  return at.toISOString().slice(0, 7)
}
