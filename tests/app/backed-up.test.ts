/** A desk is backed up while people write to it, lost, and restored on another machine: nothing anybody said is missing. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { IncomingContent } from '../../src/channels/channel.ts'
import { openDatabase } from '../../src/database/open-database.ts'
import { openSeals } from '../../src/database/sealed.ts'
import { NO_BURSTS } from '../support/app/changed-copy.ts'
import type { TestDesk } from '../support/app/desk-on-database.ts'
import { ask, report } from '../support/app/people-act.ts'
import { COUNT_WORDS, flowsWithTally } from '../support/app/tally-flow.ts'
import { PATIENCE, withDesk } from '../support/app/test-desk.ts'
import { openBackupBench } from '../support/backup-bench.ts'
import { until } from '../support/until.ts'

const TALKERS = ['li-na', 'chen-jing', 'wang-lei']
const REPORTER = 'zhang-wei'

test('what was said before, during and after the backup is there once, in order', PATIENCE, () =>
  withDesk({ redisUrl: null, rules: NO_BURSTS, flows: flowsWithTally }, async (desk) => {
    const bench = openBackupBench()
    try {
      await desk.start()
      const number = await report(desk, REPORTER, '厨房水管漏水，尽快来')
      await desk.photographs(REPORTER)
      const photo = await until('the photo is kept', () => storedPhoto(desk))
      const ledger = new Map(TALKERS.map((owner) => [owner, [COUNT_WORDS]]))
      const spoken = () => [...ledger.values()].reduce((sum, said) => sum + said.length, 0)
      for (const owner of TALKERS) await ask(desk, owner, COUNT_WORDS)

      let isOver = false
      const talking = TALKERS.map(async (owner) => {
        const said = ledger.get(owner) ?? []
        while (!isOver) {
          const word = `${owner} ${said.length}`
          await ask(desk, owner, word)
          said.push(word)
        }
      })
      await until('people talk', () => spoken() > 6)
      const before = spoken()
      expect(await desk.command('backup', bench.path('desk.zip'))).toContain('已备份')
      const after = spoken()
      expect(after).toBeGreaterThan(before)
      await until('and go on', () => spoken() > after + 3)
      isOver = true
      await Promise.all(talking)
      await desk.kill()

      const url = await bench.empty()
      const folder = desk.moveTo(url)
      expect(await desk.command('restore', bench.path('desk.zip'))).toContain('已恢复')
      expect(existsSync(join(folder, 'media', photo.slice(0, 2), photo))).toBe(true)
      await desk.start()
      await expectLedger(url, folder, ledger)
      expect(await ask(desk, REPORTER, '我的工单')).toContain(number)
    } finally {
      await bench.close()
    }
  }),
)

async function storedPhoto(desk: TestDesk): Promise<string | undefined> {
  const rows = desk.db.selectFrom('media_file').select('storageKey').where('state', '=', 'stored')
  return (await rows.executeTakeFirst())?.storageKey ?? undefined
}

/** Everybody's words, as the restored desk has heard them. */
async function expectLedger(
  url: string,
  folder: string,
  ledger: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  const { db, close } = openDatabase(url, () => undefined)
  const seals = openSeals(Buffer.from(readFileSync(join(folder, 'data.key'), 'utf8'), 'hex'))
  const heardOf = async (first: string) => {
    const rows = await db
      .selectFrom('inbox_item')
      .selectAll()
      .where('kind', '=', 'text')
      .orderBy('seq')
      .execute()
    const texts = rows.map((row) => {
      const content = seals.openJson(row.content ?? '') as IncomingContent
      return { of: row.conversationId, text: 'text' in content ? content.text : '', row }
    })
    const conversation = texts.find(({ text }) => text === first)?.of
    return texts.filter(({ of }) => of === conversation)
  }
  for (const [owner, said] of ledger) {
    const heard = await until(`${owner} is heard`, async () => {
      const all = await heardOf(said[1] ?? '')
      const isDone = all.every(({ row }) => row.doneAt !== null)
      return all.length >= said.length && isDone ? all : undefined
    })
    expect(heard.map(({ text }) => text)).toEqual(said)
    expect(heard.filter(({ row }) => row.outcome !== 'done')).toEqual([])
  }
  await close()
}
