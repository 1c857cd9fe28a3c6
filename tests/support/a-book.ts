/** Excel files made for a test, as people's spreadsheets write them. */
import ExcelJS from 'exceljs'

type CellOf = ExcelJS.CellValue
export type RowsOf = readonly (readonly CellOf[])[]

/** One sheet for each entry; the first row is usually the headers. */
export async function aBook(sheets: Readonly<Record<string, RowsOf>>): Promise<Buffer> {
  return await aBookWith((book) => {
    for (const [name, rows] of Object.entries(sheets)) {
      const sheet = book.addWorksheet(name)
      for (const row of rows) sheet.addRow([...row])
    }
  })
}

/** For merges, formats and whatever else a test needs. */
export async function aBookWith(fill: (book: ExcelJS.Workbook) => void): Promise<Buffer> {
  const book = new ExcelJS.Workbook()
  fill(book)
  return Buffer.from(await book.xlsx.writeBuffer())
}

export const ROOM_HEAD = ['楼栋', '单元', '房号', '楼层', '建筑面积', '房屋状态'] as const
export const PEOPLE_HEAD = ['房屋', '姓名', '身份', '手机号', '入住日期', '迁出日期'] as const
export const STAFF_HEAD = ['账号', '姓名', '手机号', '角色', '工种', '负责楼栋'] as const
export const CERTIFICATE_HEAD = ['员工', '证书', '编号', '有效期至'] as const
export const PATTERN_HEAD = [
  '班次',
  '班组',
  '值班人',
  '星期',
  '开始时间',
  '结束时间',
  '类型',
  '区域',
] as const
export const SHIFT_HEAD = ['账号', '日期', '截止日期', '开始时间', '结束时间', '类型'] as const
export const ITEM_HEAD = ['编号', '名称', '类型', '计算方式', '单价', '固定金额'] as const
export const PRICE_HEAD = ['编号', '名称', '类别', '单位', '单价', '质保天数'] as const
export const BILL_HEAD = [
  '房屋',
  '收费项目',
  '账期',
  '应收金额',
  '已收金额',
  '付款人',
  '应缴日期',
  '计算说明',
] as const
