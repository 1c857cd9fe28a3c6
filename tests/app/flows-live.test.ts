/** Flow files edited while the desk runs: whoever talks finishes as they began, also over a crash and a new start. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { NO_BURSTS } from '../support/app/changed-copy.ts'
import { ask } from '../support/app/people-act.ts'
import { PATIENCE, withDesk } from '../support/app/test-desk.ts'
import { until } from '../support/until.ts'

const EARLY = 'zhang-wei'
const LATE = 'li-na'
const PRAISE = '表扬一下：昨天下雨有人帮我搬东西'

let folder: string

function copyFlows(to: string): string {
  cpSync(new URL('../../flows', import.meta.url).pathname, to, { recursive: true })
  folder = to
  return to
}

function edit(from: string, to: string): void {
  const path = join(folder, 'praise/praise.flow.yaml')
  const text = readFileSync(path, 'utf8')
  if (!text.includes(from)) throw new Error(`the flow has no ${from}`)
  writeFileSync(path, text.replaceAll(from, to))
}

test(
  'a talk begun before an edit, an error and a crash finishes as it began; new ones follow the edit',
  PATIENCE,
  () =>
    withDesk({ redisUrl: null, rules: NO_BURSTS, flows: copyFlows }, async (desk) => {
      await desk.start()
      expect(await ask(desk, EARLY, PRAISE)).toContain('想表扬哪一位？')

      edit('想表扬哪一位？', '是哪位同事呢？')
      edit('id: whom', 'id: who_was_it')
      await until('a new talk follows the edit', async () => {
        await ask(desk, LATE, '取消')
        return (await ask(desk, LATE, PRAISE)).includes('是哪位同事呢？')
      })

      edit('decline: dropped', 'decline: nowhere')
      await until('the error is told', () => desk.story().includes('the set before stays'))
      expect(desk.story()).toContain('praise/praise.flow.yaml:')
      expect(await ask(desk, LATE, '小李')).toContain('对象：小李')

      edit('decline: nowhere', 'decline: dropped')
      await desk.kill()
      await desk.start()
      expect(await ask(desk, EARLY, '小王')).toContain('对象：小王')
      expect(await ask(desk, EARLY, '提交')).toContain('谢谢您，已登记')
      expect(await ask(desk, LATE, '提交')).toContain('谢谢您，已登记')
    }),
)
