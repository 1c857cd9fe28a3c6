/** Photos that come with a ticket logged for somebody who phoned: kept like any photo, once, and never a stranger's file. */
import { randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { StaffActor } from '../../src/desk/work.ts'
import { type ServedConsole, serveConsole } from '../support/desk/served-console.ts'
import { openTicketDesk, type TicketDesk } from '../support/desk/ticket-desk.ts'
import { jpeg } from '../support/tiny-photo.ts'

let desk: TicketDesk
let served: ServedConsole
let agent: StaffActor
let technician: StaffActor
let text: string
let made = 0

beforeAll(async () => {
  desk = await openTicketDesk()
  agent = await desk.staff('客服', 'agent')
  technician = await desk.technician('王强')
  await desk.room('3-2-501')
  served = await serveConsole(desk)
})
beforeEach(() => {
  made += 1
  text = `第${made}件事：纱窗坏了`
})
afterAll(async () => {
  served.close()
  await desk.close()
})

/** The same picture with another last byte of its scan is another picture. */
const photo = (n = 0) => Buffer.concat([jpeg.subarray(0, -3), Buffer.from([n, 0xff, 0xd9])])

interface Sent {
  readonly photos?: readonly Uint8Array[]
  readonly names?: readonly string[]
  readonly fields?: Readonly<Record<string, string>>
  readonly key?: string
}

function formOf({ photos = [], names = [], fields = {}, key = randomUUID() }: Sent): FormData {
  const form = new FormData()
  // A place of its own: the same matter at the same place would join the ticket before.
  const all = { key, text, place: `${made}号亭`, name: '李<b>四', ...fields }
  for (const [name, value] of Object.entries(all)) form.set(name, value)
  photos.forEach((bytes, at) => {
    form.append('photos', new Blob([new Uint8Array(bytes)]), names[at] ?? 'photo.jpg')
  })
  return form
}

const send = (sent: Sent, who: StaffActor | null = agent) =>
  served.post(who, '/console/calls', formOf(sent))
const stored = () => desk.db.selectFrom('media_file').selectAll().orderBy('id').execute()
const tickets = async () =>
  await desk.db
    .selectFrom('ticket')
    .select(['id', 'photoIds'])
    .where('description', '=', text)
    .execute()
/** All that lies in the storage. */
const files = async () =>
  (await readdir(served.mediaFolder, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  )

/** What was there before is what is there now. */
async function keepsNothing(sent: Sent): Promise<Response> {
  const before = [await stored(), (await files()).length]
  const answer = await send(sent)
  expect([await stored(), (await files()).length]).toEqual(before)
  expect(await tickets()).toEqual([])
  return answer
}

describe('what is taken', () => {
  test('a photo is on the ticket, without what it told of the person, and on its page', async () => {
    const answer = await send({ photos: [photo()], names: ['../../etc/pass"wd\r\n.jpg'] })
    expect(answer.status).toBe(303)
    const [ticket] = await tickets()
    expect(ticket?.photoIds).toHaveLength(1)
    const [file] = (await stored()).filter(({ id }) => ticket?.photoIds.includes(id))
    expect(file).toMatchObject({
      ...{ corpId: 'corp-1', conversationId: null, media: 'image', state: 'stored' },
      mime: 'image/jpeg',
    })
    const key = file?.storageKey ?? ''
    const kept = await readFile(join(served.mediaFolder, key.slice(0, 2), key))
    expect(kept.includes('GPS')).toBe(false)
    expect(kept.subarray(-3)).toEqual(Buffer.from([0, 0xff, 0xd9]))
    expect((await files()).map(({ name }) => name).join()).not.toContain('wd')
    const page = await (await served.get(agent, `/console/tickets/${ticket?.id}`)).text()
    expect(page).toContain(`/m/${file?.id}`)
  })

  test('as many as an owner may send, and one that was chosen twice is one', async () => {
    const most = desk.rules.tickets.max_photos
    const photos = Array.from({ length: most - 1 }, (_, n) => photo(n))
    expect((await send({ photos: [...photos, photo(0)] })).status).toBe(303)
    expect((await tickets())[0]?.photoIds).toHaveLength(most - 1)
  })

  test('none at all: a field nobody chose a file in counts as none', async () => {
    const form = formOf({})
    form.append('photos', new Blob([]), '')
    expect((await served.post(agent, '/console/calls', form)).status).toBe(303)
    expect((await tickets())[0]?.photoIds).toEqual([])
  })

  test('what is open already gets them as well', async () => {
    await send({ photos: [photo(1)] })
    const answer = await send({ photos: [photo(2)] })
    expect(answer.headers.get('location')).toContain('news=joined')
    expect((await tickets())[0]?.photoIds).toHaveLength(2)
  })
})

describe('the same form twice', () => {
  test('at once or later: one ticket, and each photo stored once', async () => {
    const before = (await files()).length
    const sent = { photos: [photo(1), photo(2)], key: randomUUID() }
    const answers = await Promise.all([send(sent), send(sent), send(sent)])
    answers.push(await send(sent))
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303])
    const one = await tickets()
    expect(one).toHaveLength(1)
    expect(one[0]?.photoIds).toHaveLength(2)
    expect((await files()).length).toBe(before + 2)
  })
})

const html = Buffer.from('<html><script>alert(1)</script></html>')

/** As `agent`, with a body that is no form of a browser. */
async function raw(headers: Readonly<Record<string, string>>, body: BodyInit): Promise<Response> {
  await served.get(agent, '/console/calls/new')
  const own = { 'sec-fetch-site': 'same-origin', ...headers }
  const sent = { method: 'POST', headers: own, body, redirect: 'manual', duplex: 'half' } as const
  return await fetch(`${served.url}/console/calls`, sent)
}

describe('what is not', () => {
  test.each([
    ['a drawing that can hold a script', '<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>'],
    ['a page', '<!doctype html><script>alert(1)</script>'],
    ['a page that calls itself a photo behind its own words', '<?php GIF89a ?>'],
    ['a document', '%PDF-1.7\n1 0 obj'],
    ['a document with a photo behind it', Buffer.concat([Buffer.from('%PDF-1.7\n'), jpeg])],
    ['an archive with a photo behind it', Buffer.concat([Buffer.from('PK\x03\x04'), jpeg])],
    ['a program with a photo behind it', Buffer.concat([Buffer.from('MZ\0\0'), jpeg])],
    ['a film', Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom', 'latin1')],
    ['nothing under a name', ''],
  ])('%s: it is said, and the words stay', async (_what, bytes) => {
    const answer = await keepsNothing({ photos: [photo(), Buffer.from(bytes)] })
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(page).toContain('有文件不是照片')
    expect(page).toContain('请重新选择')
    expect(page).toContain(text)
    expect(page).toContain('value="李&lt;b>四"')
  })

  test('a photo with a page behind it is shown as a photo and as nothing else', async () => {
    await send({ photos: [Buffer.concat([photo(), html])] })
    const [ticket] = await tickets()
    const [file] = (await stored()).filter(({ id }) => ticket?.photoIds.includes(id))
    expect(file?.mime).toBe('image/jpeg')
  })

  test('one too many', async () => {
    const most = desk.rules.tickets.max_photos
    const photos = Array.from({ length: most + 1 }, (_, n) => photo(n))
    const answer = await keepsNothing({ photos })
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(page).toContain(`照片最多${most}张`)
    expect(page).toContain(text)
  })

  test('one too large', async () => {
    const large = Buffer.concat([photo(), Buffer.alloc(20 * 1024 * 1024)])
    const answer = await keepsNothing({ photos: [large] })
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(page).toContain('有照片超过20MB')
    expect(page).toContain(text)
  })

  test('a form that is wrong otherwise keeps no photo and says so', async () => {
    const answer = await keepsNothing({ photos: [photo()], fields: { room: '9-9-999', place: '' } })
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(page).toContain('没有查到这个房号')
    expect(page).toContain('照片没有保存')
    expect(page).toContain(text)
  })

  test('all together more than a form may be: it is not even read', async () => {
    await served.get(agent, '/console/calls/new')
    const answer = await new Promise<{ status: number; page: string }>((resolve, reject) => {
      const headers = {
        'sec-fetch-site': 'same-origin',
        'content-type': 'multipart/form-data; boundary=x',
        'content-length': String(10 ** 12),
      }
      const asked = request(`${served.url}/console/calls`, { method: 'POST', headers })
      asked.on('error', reject)
      asked.on('response', async (response) => {
        const chunks: Buffer[] = []
        for await (const chunk of response) chunks.push(chunk as Buffer)
        resolve({ status: response.statusCode ?? 0, page: Buffer.concat(chunks).toString() })
        asked.destroy()
      })
      asked.flushHeaders()
    })
    expect(answer.status).toBe(413)
    expect(answer.page).toContain('照片加起来超过')
  })

  test('more than was announced is read no further than a form may be', async () => {
    const type = 'multipart/form-data; boundary=----------------------------------x'
    let sent = 0
    const endless = new ReadableStream({
      pull(controller) {
        if (sent >= 130) return controller.close()
        sent += 1
        controller.enqueue(new Uint8Array(1024 * 1024))
      },
    })
    expect((await raw({ 'content-type': type }, endless)).status).toBe(413)
  })

  test('what is no form', async () => {
    for (const [type, body] of [
      ['multipart/form-data; boundary=----------------------------------x', 'nothing'],
      ['multipart/form-data', 'nothing'],
    ] as const) {
      const answer = await raw({ 'content-type': type }, body)
      expect(answer.status).toBe(400)
    }
  })

  test('from somebody who may not log, or from another site', async () => {
    expect((await send({ photos: [photo()] }, technician)).headers.get('location')).toBe('/console')
    expect((await send({ photos: [photo()] }, null)).headers.get('location')).toBe('/login')
    const foreign = { 'sec-fetch-site': 'cross-site' }
    const form = formOf({ photos: [photo()] })
    expect((await served.post(agent, '/console/calls', form, foreign)).status).toBe(403)
    expect(await tickets()).toEqual([])
  })
})
