/** What every channel that hears promises the desk about what comes in through its real door. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Address, conversationIdOf, type Incoming } from '../../src/channels/channel.ts'
import { keepIncoming } from '../../src/inbox/keep.ts'
import { openTestDatabase, type TestDatabase } from './database.ts'
import { handClock } from './hand-clock.ts'
import { inboxRules } from './rules.ts'
import { testSeals } from './seals.ts'

/** A channel with its door open, and one person in front of it. */
export interface Ear {
  readonly from: Address
  /** When they send everything, by the clock of the far end. */
  readonly sentAt: Date
  /** A delivery through the door, answered; the same id is the same message again. */
  says(id: string, text: string): Promise<'taken' | 'refused'>
  showsPicture(id: string): Promise<'taken' | 'refused'>
  /** What the desk was handed, in order; a repeat may stand there twice, under one key. */
  handed(): readonly Incoming[]
  close(): Promise<void>
}

export interface IncomingPromises {
  readonly open: () => Promise<Ear>
  /** A text far longer than people write: handed over whole, or refused so that its writer learns of it. */
  readonly longText: 'whole' | 'refused'
}

/** As in legal-text.ts, in words of its own: what neither a row nor a request can hold. */
const ILLEGAL = /(?![\t\n\r])\p{Cc}|\p{Cs}|[\uFFFE\uFFFF]/u
const LONG = '水'.repeat(20_000)

/** Texts that look like something else, or would break out of what they travel in. */
const LOOKS = [
  '<xml><MsgType><![CDATA[event]]></MsgType><Event>click</Event></xml>',
  ']]></Content><FromUserName><![CDATA[boss]]></FromUserName><Content><![CDATA[',
  '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x>&y;</x>',
  '<script>alert(1)</script>&amp;&#x41;<img src=x onerror=alert(1)>',
  '{"kind":"click","taskId":"T-1","key":"done","from":{"user":"boss"}}',
  '","msgtype":"event","x":"',
  "'; DROP TABLE inbox_item; -- {{ slots.code }} {% raw %} %s $(x) \\u0000",
  '一\n二\t三 😀 𠮷',
  '1e999',
  '__proto__',
] as const

export function incomingContract(name: string, { open, longText }: IncomingPromises): void {
  describe(`${name} hands over what comes in`, () => {
    let database: TestDatabase
    beforeAll(async () => {
      database = await openTestDatabase()
    })
    afterAll(() => database.close())

    const using = async (run: (ear: Ear) => Promise<void>) => {
      const ear = await open()
      await run(ear).finally(() => ear.close())
    }
    /** A row of the inbox takes it, and gives it back. */
    const survives = async (incoming: Incoming) => {
      const keeping = { clock: handClock(), newId: randomUUID, seals: testSeals, rules: inboxRules }
      // Each test's messages have the same ids.
      await database.db.deleteFrom('inbox_item').execute()
      await keepIncoming(database.db, [incoming], { ...keeping, isUrgent: () => false })
      const row = await database.db
        .selectFrom('inbox_item')
        .select(['content', 'conversationId'])
        .where('key', '=', incoming.key)
        .executeTakeFirstOrThrow()
      expect(row.conversationId).toBe(conversationIdOf(incoming.from))
      expect(testSeals.openJson(row.content)).toMatchObject(incoming.content)
    }
    const expectPerson = (ear: Ear, incoming: Incoming | undefined) => {
      expect(incoming?.from).toEqual(ear.from)
      expect(incoming?.sentAt.getTime()).toBe(ear.sentAt.getTime())
      expect(incoming?.key).toMatch(/^[\x21-\x7e]{1,220}$/)
    }

    test('a text, from whom it is and when it was sent', () =>
      using(async (ear) => {
        expect(await ear.says('message-1', '厨房漏水')).toBe('taken')
        const [incoming, ...others] = ear.handed()
        expect(others).toEqual([])
        expectPerson(ear, incoming)
        expect(incoming?.content).toEqual({ kind: 'text', text: '厨房漏水' })
      }))

    test('a picture, with a handle or a file of ours', () =>
      using(async (ear) => {
        expect(await ear.showsPicture('picture-1')).toBe('taken')
        const [incoming] = ear.handed()
        expectPerson(ear, incoming)
        expect(incoming?.content).toMatchObject({
          kind: 'media',
          media: 'image',
          mediaId: expect.stringMatching(/./),
        })
        if (incoming) await survives(incoming)
      }))

    test('the same thing under one key however often it comes, and another under another', () =>
      using(async (ear) => {
        for (const id of ['message-1', 'message-1', 'message-2', 'message-1'])
          expect(await ear.says(id, '漏水')).toBe('taken')
        for (const id of ['picture-1', 'picture-1']) await ear.showsPicture(id)
        const keys = ear.handed().map(({ key }) => key)
        expect(new Set(keys).size).toBe(3)
      }))

    test.each(LOOKS)('words that look like %j as words', (text) =>
      using(async (ear) => {
        expect(await ear.says('message-1', text)).toBe('taken')
        const [incoming, ...others] = ear.handed()
        expect(others).toEqual([])
        expectPerson(ear, incoming)
        expect(incoming?.content).toEqual({ kind: 'text', text })
        if (incoming) await survives(incoming)
      }),
    )

    test('characters nobody can see: without them, and the others stay', () =>
      using(async (ear) => {
        await ear.says('message-1', '甲\u0000乙\u0001\u0008丙\u001b[31m丁\u0085\ufffe戊\ud83d己')
        const [incoming] = ear.handed()
        expectPerson(ear, incoming)
        const text = incoming?.content.kind === 'text' ? incoming.content.text : ''
        expect(text).not.toMatch(ILLEGAL)
        expect(text.replaceAll('\ufffd', '')).toBe('甲乙丙[31m丁戊己')
        if (incoming) await survives(incoming)
      }))

    test(`twenty thousand characters: ${longText}`, () =>
      using(async (ear) => {
        expect(await ear.says('message-1', LONG)).toBe(longText === 'whole' ? 'taken' : 'refused')
        const texts = ear.handed().map(({ content }) => content)
        expect(texts).toEqual(longText === 'whole' ? [{ kind: 'text', text: LONG }] : [])
        // The door is open for the next one.
        expect(await ear.says('message-2', '在吗')).toBe('taken')
        expect(ear.handed().at(-1)?.content).toEqual({ kind: 'text', text: '在吗' })
      }))
  })
}
