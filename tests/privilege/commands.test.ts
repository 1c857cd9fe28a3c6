/** What staff say to the desk, said by everybody it is not for, written in every way: begins nothing, changes nothing, tells nothing. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Address, IncomingContent } from '../../src/channels/channel.ts'
import { PROJECT } from '../support/desk/staff.ts'
import { openTicketDesk, type TicketDesk } from '../support/desk/ticket-desk.ts'
import { type StaffCommand, staffCommands } from '../support/privilege/actions-of-flows.ts'
import { type Cast, hireCast, PHONE, ROLES, type Role, STAFF } from '../support/privilege/cast.ts'
import { digestOf } from '../support/privilege/digest.ts'
import { type Matters, openMatters, SECRET } from '../support/privilege/matters.ts'
import { openTalker, type Talker } from '../support/privilege/say-as.ts'

let desk: TicketDesk
let cast: Cast
let matters: Matters
let talker: Talker

beforeAll(async () => {
  desk = await openTicketDesk()
  cast = await hireCast(desk)
  matters = await openMatters(desk, cast)
  talker = await openTalker(desk)
})
afterAll(() => desk.close())

/** ABC12 → ＡＢＣ１２, and a space between words as wide as a character. */
const fullWidth = (text: string) =>
  text
    .replaceAll(/[!-~]/g, (one) => String.fromCodePoint((one.codePointAt(0) ?? 0) + 0xfee0))
    .replaceAll(' ', '\u3000')
const VARIANTS: Readonly<Record<string, (text: string) => string>> = {
  exact: (text) => text,
  'full width': fullWidth,
  'small letters': (text) => text.toLowerCase(),
  'spaces around and inside': (text) => `  ${[...text].join(' ')}\n`,
  'a sign before': (text) => `/${text}`,
  'marks nobody sees inside': (text) => [...text].join('\u200b'),
}
const SPOKEN = Object.keys(VARIANTS)

/** What the conversation takes somebody for. */
const AUDIENCE: Partial<Record<Role, readonly string[]>> = {
  ...Object.fromEntries(
    STAFF.map((role) => [
      role,
      ['staff', role.replace('foreign_', '').replace('holder', 'technician')],
    ]),
  ),
  ...{ contractor: ['contractor'], contractor_manager: ['contractor'] },
  ...{ left_technician: [], left_manager: [] },
}
const mayBegin = (role: Role, { audience }: StaffCommand) =>
  (AUDIENCE[role] ?? []).some((one) => audience.includes(one))

async function addressOf(role: Role): Promise<Address> {
  const who = cast[role]
  const { corpId } = who
  if (who.kind === 'owner') {
    const account = who.conversationId.split('/').at(-2) ?? ''
    return { corpId, channel: 'wecom-kf', account, user: who.userId }
  }
  const row = desk.db.selectFrom('staff').select('userId').where('id', '=', who.staffId)
  const user = (await row.executeTakeFirstOrThrow()).userId
  return { corpId, channel: 'wecom-app', account: '1000002', user }
}

/** What is written about the talk itself: what was answered, what was not understood, and who asked for a person. */
const TALK = ['handoff', 'outbox_item', 'talk_event', 'task', 'unmatched_sentence']
/** All rows of the project but those, a line for each table. */
async function digest(): Promise<readonly string[]> {
  const all = await desk.db.transaction().execute((tx) => digestOf(tx, PROJECT))
  const tables = JSON.parse(all) as { name: string; rows: string }[]
  return tables
    .filter(({ name }) => !TALK.includes(name))
    .map((one) => Object.values(one).join(' '))
}

const said = (text: string): IncomingContent => ({ kind: 'text', text })
/** What owners of the home may do themselves by the same words is no command of staff. */
const ATHOME: readonly Role[] = ['owner', 'tenant']

/** Those of the house know the matter; everybody else reads nothing of it in an answer. */
const KNOWS: readonly Role[] = [...ATHOME, ...STAFF.slice(0, STAFF.indexOf('contractor'))]

/** As it stands, and in one other way. */
function waysToSay({ words: [word = ''] }: StaffCommand, at: number) {
  const [name, change] = Object.entries(VARIANTS)[at % SPOKEN.length] ?? []
  const number = matters.assigned.number
  return [
    ['exact', `${word}${number}`],
    [name ?? '', change?.(`${word} ${number}`) ?? ''],
  ] as const
}

describe.each(ROLES)('%s', (role) => {
  test('begins nothing that is not for them, however it is written', async () => {
    const from = await addressOf(role)
    const others = staffCommands.filter((command) => !mayBegin(role, command))
    const before = await digest()
    for (const [at, command] of others.entries()) {
      for (const [how, text] of waysToSay(command, at)) {
        const { flows, text: answer } = await talker.say(from, said(text))
        const begun = flows.filter((flow) => others.some((one) => one.flow === flow))
        const read = KNOWS.includes(role)
          ? []
          : [SECRET, PHONE].filter((one) => answer.includes(one))
        expect([command.flow, how, begun, read]).toEqual([command.flow, how, [], []])
      }
    }
    if (!ATHOME.includes(role)) expect(await digest()).toEqual(before)
  })
})

test('the words tried do begin their flows when they are said by those they are for', async () => {
  const from = await addressOf('manager')
  const theirs = staffCommands.filter((command) => mayBegin('manager', command))
  const silent: string[] = []
  for (const { flow, words } of theirs) {
    const { flows } = await talker.say(from, said(words[0] ?? ''))
    if (!flows.includes(flow)) silent.push(flow)
  }
  expect(theirs.length).toBeGreaterThan(40)
  expect(silent.length / theirs.length).toBeLessThan(0.1)
})

test('a key of a manager’s menu, or of the app’s own, begins nothing for anybody else', async () => {
  const menu = (await talker.say(await addressOf('manager'), said('菜单'))).answers
  const options = menu.flatMap((one) => (one.kind === 'menu' ? one.options : []))
  expect(options.length).toBeGreaterThan(3)
  const flowsOfManagers = staffCommands.filter((command) => mayBegin('manager', command))
  for (const role of ROLES.filter((one) => one !== 'manager' && one !== 'foreign_manager')) {
    const from = await addressOf(role)
    const before = await digest()
    for (const { label, token } of options) {
      const { flows, text } = await talker.say(from, { kind: 'text', text: label, token })
      const begun = flowsOfManagers.filter(
        (command) => flows.includes(command.flow) && !mayBegin(role, command),
      )
      expect([role, label, begun]).toEqual([role, label, []])
      if (!KNOWS.includes(role)) expect(text).not.toContain(PHONE)
    }
    if (!ATHOME.includes(role)) expect([role, await digest()]).toEqual([role, before])
  }
})

test('the group robot says nothing that counts: it is nobody', async () => {
  const before = await digest()
  const manager = await addressOf('manager')
  const robot = {
    corpId: 'corp-1',
    channel: 'wecom-robot',
    account: 'robot',
    user: PROJECT,
  } as const
  for (const from of [robot, { ...robot, user: manager.user }, { ...manager, user: 'robot' }]) {
    for (const { words } of staffCommands) {
      const { flows, answers } = await talker.say(
        from,
        said(`${words[0]}${matters.assigned.number}`),
      )
      expect([from.channel, words[0], flows, answers.length <= 1]).toEqual([
        ...[from.channel, words[0], [], true],
      ])
    }
  }
  expect(await digest()).toEqual(before)
})
