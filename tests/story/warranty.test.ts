import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { aBook } from '../support/a-book.ts'
import { chapter } from '../support/story/chapter.ts'
import { card, menu } from '../support/story/phone.ts'

const NUMBER = 'BX20261123-0001'
const folders: string[] = []

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true })
})

/** The building was delivered half a year ago, the estate as a whole as well, and their developer is in the book of firms. */
async function bookOfDeveloper(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'guanjia-'))
  folders.push(folder)
  const path = join(folder, 'developer.xlsx')
  const book = await aBook({
    项目: [
      ['项目名称', '竣工验收日期', '交付日期'],
      ['云锦花园', '2026-04-20', '2026-05-20'],
    ],
    楼栋: [
      ['楼栋', '单元', '总层数', '竣工验收日期', '交付日期'],
      ['1', '1', 6, '2026-04-20', '2026-05-20'],
    ],
    外包单位: [
      ['单位名称', '单位类别', '联系人', '单位电话', '合同编号'],
      ['远大置业', '开发商', '郑工', '0571-88009999', '质保书-01'],
    ],
  })
  await writeFile(path, book)
  return path
}

chapter('A leak in the warranty: the developer mends it, the owner pays nothing', (cast) => {
  const { liNa, liJun, sunLei, maDong, linXia, gaoYuan, robot, clock, desk } = cast
  const ticket = () =>
    desk.db.selectFrom('ticket').selectAll().where('number', '=', NUMBER).executeTakeFirstOrThrow()
  const order = () => desk.db.selectFrom('contractor_order').selectAll().executeTakeFirstOrThrow()

  test('the book says when the building was delivered, and who built it', async () => {
    await clock.strikes('09:10')
    expect(
      await desk.command('import', await bookOfDeveloper(), '--project', '云锦花园'),
    ).toContain('交付日期')
  })

  test('she reports a leak and reads at once that it is free', async () => {
    await liNa.says('卫生间墙角渗水，尽快来')
    await liNa.reads()
    await liNa.says('没有')
    await liNa.reads()
    await liNa.says('提交')
    await liNa.hears([`单号${NUMBER}`, '在开发商保修期内，您不用付费，由物业报开发商来修'])
    expect(await ticket()).toMatchObject({ payer: 'developer_warranty' })
    await liJun.hears(card('报修待接单', { 工单号: NUMBER }, ['接单', '退单']))
  })

  test('whoever comes to look may not ask her for money', async () => {
    await liJun.says('接单')
    await liJun.reads()
    await liNa.hears(/已接单/)
    await liJun.says('到了')
    await liJun.reads()
    await liNa.hears(/已到1栋1单元301/)
    await liJun.says('报价 水龙头×1')
    await liJun.hears([`${NUMBER}在开发商保修范围内，不能向业主报价`, '不在保修 0001'])
    await liNa.hearsNothing()
  })

  test('he hands it to the developer, who is phoned; she hears who mends it and by when', async () => {
    await liJun.says('转开发商 0001')
    await liJun.hears('转给哪家？\n1. 远大置业')
    await liJun.says('1')
    await liJun.hears(/什么原因/)
    await liJun.says('防水层渗漏')
    await liJun.hears(`${NUMBER}已转远大置业，客服会打电话派工，请您继续跟进`)
    await liNa.hears([
      `${NUMBER}已报给开发商远大置业按保修处理`,
      '答应您的时间不变：11月25日09:10前',
    ])
    await linXia.hears(
      card('请致电远大置业', { 联系人: '郑工 0571-88009999' }, ['我来打', '已完成']),
    )
    await robot.hears(/请致电远大置业派工/)
    await linXia.taps('已完成')
  })

  test('the developer is silent: he is reminded, and when its time is over the lead is called', async () => {
    await clock.strikes('17:00')
    await liJun.hearsTogether(/请在11月24日\(周二\)09:12前外包单位接单/, /远大置业：卫生间墙角渗水/)
    await clock.strikes('09:15')
    await liJun.hearsTogether(/前修复，还有/, /前外包单位到场，还有/)
    await sunLei.hears(card('【升级L2】外包单位接单到时限'))
    await maDong.hearsTogether(card('【升级L2】外包单位接单到时限'), /早报/)
    await gaoYuan.hears(/早报/)
    expect(await order()).toMatchObject({ state: 'given', endedAt: null })
    await liNa.hearsNothing()
  })

  test('she asks how it stands, and reads who has it and by when', async () => {
    await liNa.says('我的工单')
    await liNa.hearsTogether(`${NUMBER}的进展`, [
      `${NUMBER}　已到场`,
      '师傅：远大置业',
      '明天09:10前',
    ])
    await liNa.taps('没事了')
    await liNa.hears(/好的/)
  })

  test('pressed, it comes; what it calls mended is looked at before she is asked', async () => {
    await liJun.says('开发商已接 0001')
    await liJun.hears(`${NUMBER}：已记下远大置业接单`)
    await liNa.hears(`${NUMBER}：远大置业已答应来处理`)
    await liJun.says('开发商修好 0001')
    await liJun.hears(`${NUMBER}：已记下远大置业修好，已告诉业主等物业验收`)
    await liNa.hears(`${NUMBER}：远大置业报修好了，物业先去验收，合格了再请您确认`)
    await linXia.hears(card('请验收开发商的保修', { 工单号: NUMBER }, ['我来处理']))
    await robot.hears(/请验收远大置业的保修/)
    expect(await ticket()).toMatchObject({ state: 'ARRIVED', doneAt: null })
  })

  test('it is not good enough, and is done once more', async () => {
    await linXia.says('验收不通过 0001')
    await linXia.hears(/哪里不合格/)
    await linXia.says('墙角还有水印')
    await linXia.hearsTogether(card('请致电远大置业'), `${NUMBER}已记下不合格，请远大置业返工`)
    await robot.hears(/请致电远大置业派工/)
    await liNa.hears(`${NUMBER}：物业验收还有不合格的地方，已请远大置业返工`)
    await liNa.says('好的')
    await liNa.hears(/好的/)
    await liJun.says('开发商修好 0001')
    await liJun.hears(/已记下远大置业修好/)
    await liNa.hears(/远大置业报修好了/)
    await linXia.hears(card('请验收开发商的保修'))
    await robot.hears(/请验收远大置业的保修/)
  })

  test('looked at and found good: she is asked, and there is no bill', async () => {
    await linXia.says('验收通过 0001')
    await linXia.hears(`${NUMBER}验收通过，已完工`)
    await liNa.hears([`${NUMBER}：`, '已完工', '本次由开发商保修，您不用付费'])
    expect(await order()).toMatchObject({ state: 'done' })
    await clock.passes('3h')
    await liNa.hears(menu(`${NUMBER}（李军师傅）已完工，请问修好了吗？`, '修好了', '没修好'))
    await liNa.taps('修好了')
    await liNa.hears(
      menu(/请给这次维修打分/, '5 非常满意', '4 满意', '3 一般', '2 不满意', '1 很差'),
    )
    const bills = desk.db.selectFrom('bill').selectAll().where('source', '=', 'ticket')
    expect(await bills.execute()).toEqual([])
    await liNa.says('账单')
    await liNa.hears('1栋1单元301没有待缴的费用')
  })

  test('the road at the gate counts from the day of the estate: it is the developer’s as well', async () => {
    await liNa.says('东边路上的井盖坏了')
    await liNa.hears(/在哪个位置/)
    await liNa.says('东门外')
    await liNa.hears(/照片/)
    await liNa.says('没有')
    await liNa.hears(menu([/东门/], '提交', '修改', '不报了'))
    await liNa.says('提交')
    await liNa.hears(['已登记', '在开发商保修期内，您不用付费，由物业报开发商来修'])
    const road = desk.db
      .selectFrom('ticket')
      .select(['category', 'buildingCode', 'roomId', 'payer'])
      .where('number', '<>', NUMBER)
    expect(await road.execute()).toEqual([
      { category: 'public.road', buildingCode: null, roomId: null, payer: 'developer_warranty' },
    ])
    await liJun.hears(card('报修待接单', { 位置: /东门/ }, ['接单', '退单']))
  })
})
