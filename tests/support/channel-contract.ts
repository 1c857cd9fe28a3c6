/** What every channel promises the outbox, whatever it is made of. A channel's suite supplies the far end. */
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import {
  type Address,
  type Channel,
  type Outgoing,
  type Sending,
  SendRefused,
} from '../../src/channels/channel.ts'

/** How the far end behaves during one test. */
export type FarEnd = 'well' | 'silent' | 'broken' | 'refusing' | 'limiting' | 'absent'

export interface ContractSubject {
  readonly channel: Channel
  readonly to: Address
  /** Messages that reached the far end. */
  arrived(): number
  /** What must stand in no error. */
  readonly secrets: readonly string[]
  close(): Promise<void>
}

const CARD = {
  taskId: 'T-1',
  title: '3栋 水管爆裂',
  lines: [{ label: '单号', value: 'BX-1' }],
  buttons: [{ key: 'accept', text: '接单', style: 'primary' }],
} as const
const SHOWN: readonly Outgoing[] = [
  { kind: 'text', text: '您好' },
  { kind: 'text', text: '水管漏水。'.repeat(500) },
  { kind: 'menu', text: '请选择', options: [{ token: 'a', label: '报修' }], tail: '也可以直接说' },
  { kind: 'image', fileId: 'f1' },
  { kind: 'link', text: '缴费', label: '打开', url: 'https://h5.example.com/pay' },
  { kind: 'card', ...CARD },
  { kind: 'card', ...CARD, url: 'https://h5.example.com/t' },
  { kind: 'card', ...CARD, buttons: [] },
  { kind: 'card-close', taskId: 'T-1', text: '已接单', responseCode: 'RC' },
]
const HELLO: Outgoing = { kind: 'text', text: '您好' }

export function channelContract(name: string, open: (farEnd: FarEnd) => Promise<ContractSubject>) {
  const using = async (farEnd: FarEnd, run: (subject: ContractSubject) => Promise<void>) => {
    const subject = await open(farEnd)
    await run(subject).finally(() => subject.close())
  }
  const sending = (to: Address, message: Outgoing, repeated = false): Sending => ({
    key: 'sending-1',
    to,
    message,
    repeated,
  })
  const failure = ({ channel, to }: ContractSubject) =>
    channel.send(sending(to, HELLO)).then(
      () => expect.unreachable('it was sent'),
      (error: unknown) => error,
    )

  describe(`${name} keeps the contract of a channel`, () => {
    test.each(SHOWN)('shows $kind, as itself or simpler', (message) =>
      using('well', async ({ channel, to, arrived }) => {
        expect(channel.name).toBe(to.channel)
        for (const repeated of [false, true]) {
          const receipt = await channel.send(sending(to, message, repeated))
          expect(receipt.unreached).toBeUndefined()
        }
        expect(arrived()).toBeGreaterThanOrEqual(2)
      }),
    )

    test('refuses what cannot be sent before anything leaves', () =>
      using('well', async ({ channel, to, arrived }) => {
        const empty = channel.send(sending(to, { kind: 'text', text: '' }))
        await expect(empty).rejects.toMatchObject({ name: 'SendRefused', refusal: 'data' })
        expect(arrived()).toBe(0)
      }))

    test.each(['silent', 'broken'] as const)('a far end that is %s may have shown it', (farEnd) =>
      using(farEnd, async (subject) => {
        const error = await failure(subject)
        expect(error).toBeInstanceOf(Error)
        expect(error).not.toBeInstanceOf(SendRefused)
        expectNoSecrets(error, subject.secrets)
      }),
    )

    test.each([
      ['absent', 'transient'],
      ['refusing', 'config'],
      ['limiting', 'rate'],
    ] as const)('a far end that is %s gives a refusal of class %s', (farEnd, refusal) =>
      using(farEnd, async (subject) => {
        const error = await failure(subject)
        expect(error).toBeInstanceOf(SendRefused)
        expect(error).toMatchObject({ refusal })
        expectNoSecrets(error, subject.secrets)
      }),
    )
  })
}

function expectNoSecrets(error: unknown, secrets: readonly string[]): void {
  const everything = inspect(error, { depth: 9, showHidden: true })
  for (const secret of secrets) expect(everything).not.toContain(secret)
}
