import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { aBook, CERTIFICATE_HEAD } from '../support/a-book.ts'
import { chapter } from '../support/story/chapter.ts'
import { card, menu } from '../support/story/phone.ts'

const NUMBER = 'BX20261123-0001'
const folders: string[] = []

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true })
})

/** Of both electricians of the estate. */
async function bookOfCertificates(validTo: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'guanjia-'))
  folders.push(folder)
  const path = join(folder, 'certificates.xlsx')
  const rows = ['wang-qiang', 'li-jun'].map((id) => [id, '电工证', '', validTo])
  await writeFile(path, await aBook({ 证书: [[...CERTIFICATE_HEAD], ...rows] }))
  return path
}

chapter('A dead socket, and two electricians whose certificates ran out', (cast) => {
  const { liNa, wangQiang, liJun, sunLei, maDong, robot, clock, desk } = cast

  test('the book says that both ran out yesterday', async () => {
    await clock.strikes('09:10')
    const report = await desk.command(
      'import',

      await bookOfCertificates('2026-11-22'),
      '--project',
      '云锦花园',
    )
    expect(report).toContain('有效期至')
  })

  test('she reports a socket without power: neither is sent, and the dispatcher hears why', async () => {
    await liNa.says('卧室插座没电，尽快来')
    await liNa.reads()
    await liNa.says('没有')
    await liNa.hears(menu(/插座没电/, '提交', '修改', '不报了'))
    await liNa.says('提交')
    await liNa.hears(`单号${NUMBER}`)
    await wangQiang.hearsNothing()
    await liJun.hearsNothing()
    const asked = card('无人可派，请人工派单', { 工单号: NUMBER, 类别: '插座开关' }, ['我来处理'])
    await maDong.hears(asked)
    expect((await maDong.card('无人可派')).description).toBe('在岗的人没有所需的有效证书')
    await robot.hears(`无人可派：${NUMBER}`)
  })

  test('he asks, and reads of each why it was not them', async () => {
    await maDong.says('派单原因 0001')
    await maDong.hears(['王强：证书已过期', '李军：证书已过期', '周平：专业不符'])
  })

  test('he gives it to the lead, who holds one that is good', async () => {
    await maDong.says('派单 0001 孙磊')
    await maDong.hears(`${NUMBER}已派给孙磊`)
    await sunLei.hears(card('报修待接单', { 工单号: NUMBER }, ['接单', '退单']))
    await liNa.hearsNothing()
  })
})
