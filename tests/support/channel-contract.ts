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

/** What keeps a repeat from being read twice: the channel itself, a mark the platform looks at, or nothing. */
type Repeats = 'once' | 'marked' | 'untold'

export interface ContractSubject {
  readonly channel: Channel
  readonly to: Address
  /** Messages that reached the far end. */
  arrived(): number | Promise<number>
  /** Everything in them, as one text. */
  everything(): string | Promise<string>
  /** Their plain texts, in order. */
  texts(): readonly string[] | Promise<readonly string[]>
  /** For `marked`: whether the last message says that it may be a repeat, or of which. */
  isMarked?(): boolean
  /** What must stand in no error. */
  readonly secrets: readonly string[]
  close(): Promise<void>
}

export interface ContractPromises {
  readonly open: (farEnd: FarEnd) => Promise<ContractSubject>
  /** The ways in which this channel's far end can fail: a table of our own refuses nobody. */
  readonly failures: readonly Exclude<FarEnd, 'well'>[]
  readonly repeats: Repeats
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

const LONG = Array.from({ length: 400 }, (_, n) => `第${n}句：水管漏水😀。`).join('')

/** What a person must find in a message, whatever it was degraded to. */
const FOUND: readonly (readonly [Outgoing, readonly string[]])[] = [
  [
    {
      kind: 'menu',
      text: '请选择',
      options: [
        { token: 'a', label: '厨房报修' },
        { token: 'b', label: '卫生间报修' },
      ],
      tail: '也可以直接说',
    },
    ['请选择', '厨房报修', '卫生间报修', '也可以直接说'],
  ],
  [
    { kind: 'link', text: '请缴费', label: '打开', url: 'https://h5.example.com/pay' },
    ['请缴费', '打开', 'https://h5.example.com/pay'],
  ],
  [
    { kind: 'card', ...CARD, description: '紧急', buttons: [] },
    ['3栋 水管爆裂', '紧急', '单号', 'BX-1'],
  ],
]

const REFUSED: readonly Outgoing[] = [
  { kind: 'text', text: '' },
  { kind: 'text', text: ' \n　' },
  { kind: 'image', fileId: 'gone' },
  { kind: 'link', text: '看', label: '看', url: 'javascript:alert(1)' },
]

export function channelContract(name: string, { open, failures, repeats }: ContractPromises): void {
  const using = async (farEnd: FarEnd, run: (subject: ContractSubject) => Promise<void>) => {
    const subject = await open(farEnd)
    await run(subject).finally(() => subject.close())
  }
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
          const receipt = await channel.send(sending(to, message, { repeated }))
          expect(receipt.unreached).toBeUndefined()
        }
        expect(await arrived()).toBeGreaterThanOrEqual(repeats === 'once' ? 1 : 2)
      }),
    )

    test.each(FOUND)('drops nothing of what %o says', (message, words) =>
      using('well', async ({ channel, to, everything }) => {
        await channel.send(sending(to, message))
        const said = await everything()
        for (const word of words) expect(said).toContain(word)
      }),
    )

    test('brings a long text whole and in order, and cuts no character', () =>
      using('well', async ({ channel, to, texts }) => {
        await channel.send(sending(to, { kind: 'text', text: LONG }))
        expect((await texts()).join('')).toBe(LONG)
      }))

    test.each(REFUSED)('refuses %o before anything leaves', (message) =>
      using('well', async ({ channel, to, arrived }) => {
        const refused = channel.send(sending(to, message))
        await expect(refused).rejects.toMatchObject({ name: 'SendRefused', refusal: 'data' })
        expect(await arrived()).toBe(0)
      }),
    )

    test(`a repeat is ${repeats}`, () =>
      using('well', async ({ channel, to, arrived, isMarked }) => {
        const first = await channel.send(sending(to, HELLO))
        const second = await channel.send(sending(to, HELLO, { repeated: true }))
        await channel.send(sending(to, HELLO, { key: 'sending-2' }))
        expect(first.alreadySent).toBeUndefined()
        expect(second.alreadySent).toBe(repeats === 'once' ? true : undefined)
        expect(await arrived()).toBe(repeats === 'once' ? 2 : 3)
        await channel.send(sending(to, HELLO, { repeated: true }))
        if (repeats === 'marked') expect(isMarked?.()).toBe(true)
      }))
  })

  describe.runIf(failures.length > 0)(`${name} tells how a send failed`, () => {
    test.each(failures.filter((one) => one === 'silent' || one === 'broken'))(
      'a far end that is %s may have shown it',
      (farEnd) =>
        using(farEnd, async (subject) => {
          const error = await failure(subject)
          expect(error).toBeInstanceOf(Error)
          expect(error).not.toBeInstanceOf(SendRefused)
          expectNoSecrets(error, subject.secrets)
        }),
    )

    const classes = { absent: 'transient', refusing: 'config', limiting: 'rate' } as const
    test.each(failures.filter((one) => one in classes))(
      'a far end that is %s gives a refusal of its class',
      (farEnd) =>
        using(farEnd, async (subject) => {
          const error = await failure(subject)
          expect(error).toBeInstanceOf(SendRefused)
          expect(error).toMatchObject({ refusal: classes[farEnd as keyof typeof classes] })
          expectNoSecrets(error, subject.secrets)
        }),
    )
  })
}

function sending(to: Address, message: Outgoing, more: Partial<Sending> = {}): Sending {
  return { key: 'sending-1', to, message, repeated: false, ...more }
}

function expectNoSecrets(error: unknown, secrets: readonly string[]): void {
  const everything = inspect(error, { depth: 9, showHidden: true })
  for (const secret of secrets) expect(everything).not.toContain(secret)
}
