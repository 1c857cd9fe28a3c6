import { describe, expect, test } from 'vitest'
import { PATIENCE, withDesk } from '../support/app/test-desk.ts'
import { backends } from '../support/backends.ts'

describe.each(backends)(
  'separate processes with the queue on $name',
  PATIENCE,
  ({ redisUrl, lacks }) => {
    if (lacks) {
      test.skip(`cannot run: ${lacks}`, () => undefined)
      return
    }

    test('do together what one does alone', () =>
      withDesk({ redisUrl: redisUrl() }, async (desk) => {
        await Promise.all([desk.start('web'), desk.start('worker')])
        await desk.says('li-na', '厨房水管漏水，尽快来')
        await desk.idle()
        await desk.says('li-na', '没有')
        await desk.idle()
        await desk.says('li-na', '提交')
        await desk.idle()
        const shown = await desk.platform().read({ kind: 'owners', id: 'li-na' })
        expect(shown.at(-1)?.text).toContain('已登记，单号BX20261123-0001')
      }))
  },
)
