import { describe, expect, test } from 'vitest'
import { openLog, withoutSecrets } from '../src/log.ts'

describe('the log', () => {
  test.each([
    ['phone 13800138000 here', 'phone 138****8000 here'],
    ['number 12345678901234567890', 'number 12345678901234567890'],
    [
      'GET /cgi-bin/kf/send_msg?access_token=SECRET&debug=1',
      'GET /cgi-bin/kf/send_msg?access_token=[redacted]&debug=1',
    ],
    ['https://x/webhook/send?key=UUID', 'https://x/webhook/send?key=[redacted]'],
    ['postgres://desk:hunter2@127.0.0.1/desk', 'postgres://desk:[redacted]@127.0.0.1/desk'],
    ['redis://:hunter2@host', 'redis://:[redacted]@host'],
  ])('writes %s as %s', (line, written) => {
    expect(withoutSecrets(line)).toBe(written)
  })

  test('takes secrets out of fields and of errors', () => {
    const lines: string[] = []
    const log = openLog('info', { write: (line) => void lines.push(line) })
    log.info(
      { token: 'T0KEN', api: { secret: 'S3CRET', phone: '13800138000' } },
      'called 13900139000',
    )
    log.error({ err: new Error('refused ?access_token=T0KEN2') }, 'failed')
    const written = lines.join('')
    for (const secret of ['T0KEN', 'S3CRET', '13800138000', '13900139000', 'T0KEN2']) {
      expect(written).not.toContain(secret)
    }
    expect(written).toContain('139****9000')
  })
})
