import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { aBook, STAFF_HEAD } from '../support/a-book.ts'
import { openedBy, pageVisitor } from '../support/page-visitor.ts'
import { chapter } from '../support/story/chapter.ts'
import { card, menu, type Phone, shown } from '../support/story/phone.ts'

const NUMBER = 'BX20261123-0001'
const FIRM_HEAD = ['单位名称', '联系人', '单位电话', '合同编号', '工作范围', '合同起', '合同止']
const BOOK = {
  外包单位: [
    FIRM_HEAD,
    ['通力电梯', '赵工', '0571-88007777', 'HT-1', '电梯', '2026-01-01', '2027-12-31'],
  ],
  员工: [
    [...STAFF_HEAD, '用工方式', '外包单位'],
    ['zhou-ping', '周平', '', '维修工', '弱电', '', '外包', '通力电梯'],
  ],
}

chapter(
  'A lift stops: the firm that keeps it is late, gives it back, mends it, and is out',
  (cast) => {
    const { zhangWei, zhouPing, sunLei, maDong, gaoYuan, clock, desk } = cast
    const phones = Object.values(cast).filter((one): one is typeof one & Phone => 'reads' in one)
    /** What a boss read since, as text: several alarms fall on these minutes. */
    const readBy = async (phone: Phone) => (await phone.reads()).map(shown).join('\n')
    const othersRead = async (...except: readonly Phone[]) => {
      for (const phone of phones) if (!except.includes(phone)) await phone.reads()
    }
    const orders = () =>
      desk.db.selectFrom('contractor_order').selectAll().orderBy('givenAt').execute()
    const running = async () =>
      await desk.db
        .selectFrom('sla_clock')
        .select('kind')
        .where('subjectKind', '=', 'contractor-order')
        .where('state', '=', 'running')
        .execute()
    const pageOf = async (at: string) => pageVisitor().open(openedBy(zhouPing.id, at))
    let url = ''

    test('a firm under agreement, and one of its people in chat, come with a book', async () => {
      await clock.strikes('09:10')
      const folder = await mkdtemp(join(tmpdir(), 'book-'))
      const path = join(folder, 'book.xlsx')
      await writeFile(path, await aBook(BOOK))
      expect(await desk.command('import', path, '--project', '云锦花园')).toContain('导入完成')
      await rm(folder, { recursive: true })
      const firms = await desk.db.selectFrom('contractor').selectAll().execute()
      expect(firms).toMatchObject([{ phone: null, phoneLast4: '7777' }])
      expect(JSON.stringify(firms)).not.toContain('88007777')
    })

    test('the lift jolts and stops; nobody of the house may mend it, so the dispatcher has it', async () => {
      await zhangWei.says('3栋电梯急停了，晃得厉害')
      await zhangWei.hears(
        menu(['问题：电梯急停了，晃得厉害', '位置：3栋'], '提交', '修改', '不报了'),
      )
      await zhangWei.says('提交')
      await zhangWei.hears(`单号${NUMBER}`)
      await maDong.hears(
        card('无人可派，请人工派单', { 工单号: NUMBER, 位置: '3栋' }, ['我来处理']),
      )
      await othersRead()
    })

    test('he gives it out in chat; the firm reads the fault and no phone, the owner hears who comes', async () => {
      await maDong.says('转外包 0001 通力电梯')
      await maDong.hears('什么原因')
      await maDong.says('制动器要厂家看，轿厢里的人电话13900001111')
      await maDong.hears(`${NUMBER}已转通力电梯，周平已收到派单`)
      await zhouPing.hears(
        card('【急】报修待接单', { 工单号: NUMBER, 位置: '3栋' }, ['接单', '退单']),
        `【转外包】${NUMBER} 3栋，请贵单位处理：制动器要厂家看，轿厢里的人电话139****1111`,
      )
      await zhangWei.hears([`${NUMBER}已请通力电梯来处理`, '您的电话没有给对方'])
      url = (await zhouPing.card(NUMBER)).url ?? ''
      const page = await pageOf(url)
      expect(page.status).toBe(200)
      expect(await page.text()).toContain('电梯急停了')
      await othersRead()
    })

    test('its clock runs out: the lead and the dispatcher hear which firm, an hour later the manager', async () => {
      await clock.passes('16m')
      expect(await orders()).toMatchObject([{ state: 'given', endedAt: null }])
      for (const boss of [sunLei, maDong]) {
        expect(await readBy(boss)).toMatch(/外包单位接单[\s\S]*通力电梯：/)
      }
      await othersRead()
      await clock.passes('61m')
      expect(await readBy(gaoYuan)).toMatch(/外包单位接单[\s\S]*通力电梯：/)
      await othersRead()
    })

    test('the firm gives it back with a reason: it is again with the dispatcher, and its page is shut', async () => {
      await zhouPing.says('退单')
      await zhouPing.hears(/为什么退/)
      await zhouPing.says('2')
      expect(await readBy(zhouPing)).toContain('退')
      expect(await readBy(maDong)).toContain('无人可派')
      expect(await orders()).toMatchObject([{ state: 'returned' }])
      expect(await running()).toEqual([])
      const page = await pageOf(url)
      expect(page.status).toBe(403)
      expect(await page.text()).not.toContain('电梯')
      await othersRead()
    })

    test('asked once more it takes it, comes and mends it; the owner hears each step', async () => {
      // Five messages answer one of hers: without it the notices of the delay have used them up.
      await zhangWei.says('我的工单')
      await maDong.says('转外包 0001 通力电梯')
      await maDong.hears('什么原因')
      await maDong.says('厂家答应派人')
      await maDong.hears(`${NUMBER}已转通力电梯`)
      await othersRead()
      await zhouPing.says('接单')
      await zhouPing.says('到场')
      await zhouPing.says('完工，换了制动器')
      await zhouPing.sendsPhoto()
      expect(await readBy(zhouPing)).toContain(`${NUMBER}已完工`)
      expect(await readBy(zhangWei)).toContain('周平')
      expect((await orders()).map(({ state }) => state)).toEqual(['returned', 'done'])
      expect(await running()).toEqual([])
      await othersRead()
    })

    test('the owner is asked whether it runs', async () => {
      await clock.passes('3h')
      expect(await readBy(zhangWei)).toMatch(/修好了吗/)
      await othersRead()
      await zhangWei.says('修好了')
      await othersRead()
    })

    test('the firm is out: its page shows nothing, and its list is empty', async () => {
      const page = await pageOf((await zhouPing.card(NUMBER)).url ?? url)
      expect(page.status).toBe(403)
      expect(await page.text()).not.toMatch(/电梯|3栋|张伟/)
      await zhouPing.says('我的任务')
      expect(await readBy(zhouPing)).not.toContain(NUMBER)
    })
  },
)
