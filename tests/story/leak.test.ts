import { expect, test } from 'vitest'
import { openedBy, pageVisitor } from '../support/page-visitor.ts'
import { chapter } from '../support/story/chapter.ts'
import { card, menu } from '../support/story/phone.ts'

const NUMBER = 'BX20261123-0001'
const PLACE = '3栋2单元501'
const CONFIRM = ['提交', '修改', '不报了'] as const

chapter(
  'A leak, from the first word to the rating',
  (cast) => {
    const { zhangWei, wangQiang, liJun, sunLei, maDong, linXia, gaoYuan } = cast
    const { robot, clock, desk } = cast
    const ticket = () =>
      desk.db.selectFrom('ticket').selectAll().where('number', '=', NUMBER).executeTakeFirst()

    test('one sentence and a photo are one turn; only the building has to be corrected', async () => {
      await clock.strikes('09:10')
      await zhangWei.sendsAtOnce(
        { text: '2栋2单元501厨房水管漏水，明天上午在家' },
        { image: 'leak' },
      )
      await zhangWei.hears(
        menu(
          [
            '问题：厨房水管漏水',
            '位置：2栋2单元501',
            '上门：11月24日(周二)9:00–12:00',
            '照片：1张　电话：138****0001',
          ],
          ...CONFIRM,
        ),
      )
      await zhangWei.says('等等，楼号错了，是3栋')
      await zhangWei.hears(
        menu(['房号由2栋2单元501改为3栋2单元501', `位置：${PLACE}`, '照片：1张'], ...CONFIRM),
      )
      expect(await ticket()).toBeUndefined()
    })

    test('it gets a number, and a technician of the trade a card', async () => {
      await zhangWei.taps('提交')
      await zhangWei.hears([`单号${NUMBER}`, /今天09:2\d前/])
      await liJun.hears(
        card('报修待接单', { 工单号: NUMBER, 位置: PLACE, 照片: /^1张/ }, ['接单', '退单']),
      )
      expect(await ticket()).toMatchObject({ state: 'ASSIGNED', roomCode: '3-2-501' })
    })

    test('the photo opens behind the card, for a while and for nobody who guesses', async () => {
      const { url = '' } = await liJun.card(NUMBER)
      const browser = pageVisitor()
      const page = await browser.open(openedBy(liJun.id, url))
      expect(page.status).toBe(200)
      const [, source = ''] = /<img src="([^"]+)"/.exec(await page.text()) ?? []
      const photo = await browser.open(source)
      expect(photo.headers.get('content-type')).toBe('image/jpeg')
      expect([...new Uint8Array(await photo.arrayBuffer()).subarray(0, 3)]).toEqual([255, 216, 255])
      for (const link of [url, source]) {
        const forged = link.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
        expect((await browser.open(forged)).status, forged).toBe(404)
      }
    })

    test('nobody takes it: the next one is asked, and the lead hears of it', async () => {
      await clock.strikes('09:26')
      expect((await liJun.card(NUMBER)).closed).toBe('超时未接，已转给其他同事')
      await wangQiang.hears(card('报修待接单', { 工单号: NUMBER, 位置: PLACE }, ['接单', '退单']))
      await zhangWei.hears([`${NUMBER}比说好的时间要晚`, '最晚明天12:00前有进展'])
      for (const boss of [sunLei, maDong]) {
        await boss.hears(
          card('【升级L2】接单到时限', { 工单号: NUMBER, 处理人: '李军' }, ['我来处理']),
        )
      }
    })

    test('still nobody: service centre and group at once, a dispatcher has to decide', async () => {
      await clock.strikes('09:42')
      await linXia.hears(card('【升级L3】接单超时', { 工单号: NUMBER, 已超时: '15分钟' }))
      await maDong.hearsTogether(
        card('【升级L3】接单超时', { 工单号: NUMBER }),
        card('无人可派，请人工派单', { 工单号: NUMBER, 位置: PLACE }, ['我来处理']),
      )
      await robot.hearsTogether(
        [`【升级L3】${NUMBER} ${PLACE}，厨房水管漏水。接单已超时15分钟`, '请林霞、马冬接手'],
        `无人可派：${NUMBER} ${PLACE}，请人工派单。`,
      )
    })

    test('four hours later the manager, who takes it', async () => {
      await clock.strikes('13:26')
      await gaoYuan.hears(
        card('【升级L4】接单超时', { 工单号: NUMBER, 已超时: '4小时', 处理人: '未派单' }),
      )
      await maDong.reads()
      await robot.reads()
      expect(await maDong.openCards()).toHaveLength(3)
      await gaoYuan.taps('我来处理')
      expect((await gaoYuan.card('L4')).closed).toBe('您已接手，请尽快处理')
      expect((await linXia.card('L3')).closed).toBe('高远已接手')
      await gaoYuan.hears(card('您已接手：接单', {}, ['交还']))
      await robot.hears(`${NUMBER} ${PLACE}：高远已接手。`)
    })

    test('the dispatcher gives it to a technician, who accepts on the card', async () => {
      await maDong.taps('我来处理', { about: '无人可派' })
      expect((await maDong.card('无人可派')).closed).toBe('您已接手，请选人派单')
      await maDong.hears(card(`${NUMBER} 派给谁？`, {}, ['确定派单']))
      const [question] = (await maDong.card('派给谁')).questions
      expect(question).toMatchObject({ shape: 'one', chosen: [] })
      expect(question?.options.map(({ text }) => text)).toEqual(
        expect.arrayContaining(['王强 水电', '李军 水电、土建']),
      )
      await maDong.taps('确定派单', { about: '派给谁', reason: '王强' })
      expect((await maDong.card('派给谁')).closed).toBe('您已派给王强')
      await wangQiang.hears(card('报修待接单', { 工单号: NUMBER }, ['接单', '退单']))
      await wangQiang.taps('接单')
      await wangQiang.hears(
        card(`${NUMBER} 已接单`, { 位置: PLACE, 联系人: '张伟 尾号0001' }, [
          '到场',
          '挂起',
          '转单',
        ]),
      )
      await zhangWei.hears([
        `${NUMBER}：王强师傅（水电）已接单`,
        '按约定11月24日(周二)9:00–12:00上门',
      ])
      expect(await ticket()).toMatchObject({ state: 'ACCEPTED' })
    })

    test('he comes, mends it, and nobody is told what they know', async () => {
      await clock.strikes('09:30')
      for (const boss of [maDong, gaoYuan]) await boss.hears('【早报】')
      await wangQiang.taps('到场')
      await wangQiang.hears(card(`${NUMBER} 已到场`, { 位置: PLACE }, ['完工', '挂起', '叫人']))
      // Of five messages two are kept for the question: he sees who is at his door.
      await zhangWei.hearsNothing()
      await clock.strikes('10:10')
      await wangQiang.taps('完工')
      expect((await wangQiang.card('已到场')).closed).toBe('您已完工')
      expect(await ticket()).toMatchObject({ state: 'DONE', completions: 1 })
    })

    test('two hours later the owner is asked, once', async () => {
      await clock.strikes('12:11')
      await zhangWei.hears(
        menu([`${PLACE}的工单${NUMBER}（王强师傅）已完工，请问修好了吗？`], '修好了', '没修好'),
      )
      await zhangWei.taps('修好了')
      await zhangWei.hears(
        menu('请给这次维修打分', '5 非常满意', '4 满意', '3 一般', '2 不满意', '1 很差'),
      )
    })

    test('a 1 is asked about and becomes a recovery task', async () => {
      await zhangWei.says('1')
      await zhangWei.hears(['收到，1分', '哪里没让您满意'])
      await zhangWei.says('地上全是水，没有收拾')
      await zhangWei.hears(/很抱歉没让您满意，服务中心会在24小时内联系您/)
      const title = '低分补救 1分'
      await linXia.hears(card(title, { 工单号: NUMBER, 处理人: '王强' }, ['我来处理', '已完成']))
      await robot.hears(`低分补救：${NUMBER} ${PLACE}，评分1分，请24小时内回访。`)
      expect(await ticket()).toMatchObject({ state: 'CLOSED', closeCode: 'rated' })
      const rating = await desk.db.selectFrom('rating').selectAll().executeTakeFirstOrThrow()
      expect(rating).toMatchObject({ score: 1, staffName: '王强', completion: 1 })
      await linXia.taps('我来处理', { about: title })
      expect((await linXia.openCards()).map((one) => one.buttons.map(({ text }) => text))).toEqual([
        ['已完成'],
      ])
      await linXia.hears(card(title, {}, ['已完成']))
      await linXia.taps('已完成')
      expect(await linXia.openCards()).toEqual([])
    })

    test('the fees are his own, to the fen', async () => {
      await zhangWei.says('我家物业费还欠多少？')
      await zhangWei.hears([
        PLACE,
        '物业费待缴3笔，合计794.31元',
        '2026年9月 物业费 264.77元',
        '94.56平方米×2.8元',
      ])
      await zhangWei.says('总共欠多少钱')
      await zhangWei.hears([PLACE, '待缴4笔，合计812.91元', '2026年10月 公摊水电 18.60元'])
      await zhangWei.says('停车费呢')
      await zhangWei.hears('没有待缴的停车费')
    })

    test('a link that was good once opens nothing after its time, a photo only for the next half hour', async () => {
      const { url = '' } = await wangQiang.card('已到场')
      const browser = pageVisitor()
      const page = await browser.open(openedBy(wangQiang.id, url))
      expect(page.status).toBe(200)
      const [, source = ''] = /<img src="([^"]+)"/.exec(await page.text()) ?? []
      const photo = await browser.open(source)
      expect(photo.status).toBe(200)
      expect(photo.headers.get('cache-control')).toBe('private, no-store')
      await clock.passes('31m')
      expect((await browser.open(source)).status).toBe(410)
      expect((await browser.open(url)).status).toBe(200)
      await clock.passes('1d')
      for (const phone of Object.values(cast)) if ('reads' in phone) await phone.reads()
      await clock.passes('2d')
      for (const phone of Object.values(cast)) if ('reads' in phone) await phone.reads()
      const late = await fetch(url)
      expect(late.status).toBe(410)
      expect(await late.text()).toContain('链接已过期')
    })
  },
  { bursts: true },
)
