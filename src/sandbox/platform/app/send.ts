/** message/send: a message of an app to members (wecom.md 5, path/90236). */
import { createHash } from 'node:crypto'
import { callbackUrl } from '../callback/callback-url.ts'
import type { CorpApp } from '../corp.ts'
import { integer, text } from '../fields.ts'
import type { JsonObject } from '../json.ts'
import { countWithin } from '../pace.ts'
import { memberPhone, showBubble } from '../phones.ts'
import { noteProblem } from '../problems.ts'
import { need } from '../refused.ts'
import type { BubbleContent, MemberRow } from '../store/rows.ts'
import { after, DAY_MS, HOUR_MS, SECOND_MS, type World } from '../world.ts'
import { isInteractive } from './card-rules.ts'
import { readMessage } from './message-types.ts'
import { readReceivers } from './receivers.ts'

/** Taps on a card may update it for three days (wecom.md 5.4). */
const RESPONSE_CODE_MS = 72 * HOUR_MS

/** More than this to one member is dropped without a word (wecom.md 4.4). */
const PER_MEMBER = { minute: 30, hour: 1000 }

/** Person-times an app may write in a day: 200 for each of at least 200 accounts (wecom.md 4.4). */
const PER_APP = { day: 200 * 200 }

export function sendMessage(world: World, app: CorpApp, body: JsonObject): JsonObject {
  checkAgent(app, body)
  const content = readMessage(world, { agentId: app.agentId, body })
  const receivers = readReceivers(world, app, body)
  checkSafe(body)
  const repeated = earlierAnswer(world, app, body)
  if (repeated) return repeated
  const taskId = claimTask(world, app, content)
  const msgid = world.random.id(32)
  for (const member of receivers.members) deliver(world, { app, member, msgid, content })
  const members = receivers.members.map((member) => member.id)
  world.tables.appSends.put(msgid, {
    msgid,
    agentId: app.agentId,
    at: world.now().toISOString(),
    members,
  })
  const answer = {
    invaliduser: receivers.invaliduser,
    invalidparty: receivers.invalidparty,
    invalidtag: receivers.invalidtag,
    unlicenseduser: receivers.unlicenseduser,
    msgid,
    ...(taskId === undefined
      ? {}
      : { response_code: newResponseCode(world, app, taskId, members) }),
  }
  if (body['enable_duplicate_check'] === 1) {
    world.tables.repeats.put(fingerprint(app, body), { at: world.now().toISOString(), answer })
  }
  return answer
}

/** The agentid must be there, a number, and that of the app whose token is used. */
export function checkAgent(app: CorpApp, body: JsonObject): void {
  const agentId = body['agentid']
  need(agentId !== undefined && agentId !== null, 41011, 'missing agentid')
  need(
    typeof agentId === 'number' && Number.isInteger(agentId),
    40056,
    'agentid must be an integer',
  )
  need(agentId === app.agentId, 301002, 'the token has no right on this agentid')
}

/** A new code that lets the card `taskId` be changed once for `members`. */
export function newResponseCode(
  world: World,
  app: CorpApp,
  taskId: string,
  members: readonly string[],
): string {
  const code = world.random.id(43)
  const expiresAt = after(world, RESPONSE_CODE_MS)
  world.tables.responseCodes.put(code, { code, agentId: app.agentId, taskId, members, expiresAt })
  return code
}

function checkSafe(body: JsonObject): void {
  const safe = integer(body, 'safe', 0)
  need([0, 1, 2].includes(safe), 40058, 'safe is 0, 1 or 2')
  need(safe !== 2 || body['msgtype'] === 'mpnews', 40058, 'safe 2 is for mpnews only')
}

/**
 * With enable_duplicate_check, the answer an identical message was given within the interval
 * (30 minutes, at most 4 hours); it is not shown again.
 */
function earlierAnswer(world: World, app: CorpApp, body: JsonObject): JsonObject | undefined {
  const isChecked = integer(body, 'enable_duplicate_check', 0) === 1
  const seconds = integer(body, 'duplicate_check_interval', 1800)
  need(seconds >= 0 && seconds <= 14_400, 40058, 'duplicate_check_interval is at most 14400')
  const earlier = world.tables.repeats.get(fingerprint(app, body))
  if (!isChecked || !earlier) return undefined
  const age = world.now().getTime() - Date.parse(earlier.at)
  return age < seconds * SECOND_MS ? earlier.answer : undefined
}

/** Same app, same receivers, same content. */
function fingerprint(app: CorpApp, body: JsonObject): string {
  const { enable_duplicate_check: _, duplicate_check_interval: __, ...message } = body
  return createHash('sha256')
    .update(`${app.agentId}${JSON.stringify(message)}`)
    .digest('base64url')
}

/** A card that calls back needs a callback address and a task id never used before in this app. */
function claimTask(world: World, app: CorpApp, content: BubbleContent): string | undefined {
  if (content.type !== 'card') return undefined
  const taskId = text(content.card, 'task_id')
  if (taskId !== '') {
    const key = `${app.agentId}/${taskId}`
    need(!world.tables.taskIds.get(key), 42014, 'task_id was used before')
    world.tables.taskIds.put(key, { value: world.now().toISOString() })
  }
  if (!isInteractive(content.card)) return undefined
  need(callbackUrl(world, app.agentId) !== undefined, 43012, 'the app has no callback url')
  return taskId
}

interface OneDelivery {
  readonly app: CorpApp
  readonly member: MemberRow
  readonly msgid: string
  readonly content: BubbleContent
}

function deliver(world: World, { app, member, msgid, content }: OneDelivery): void {
  need(
    countWithin(world, `app/${app.agentId}`, PER_APP),
    45009,
    'more than the app may send in a day',
  )
  if (!countWithin(world, `app/${app.agentId}/${member.id}`, PER_MEMBER)) {
    noteProblem(world, `发给 ${member.id} 的消息超过每分钟30条或每小时1000条，已被平台丢弃`)
    return
  }
  showBubble(world, memberPhone(member), { from: 'desk', msgid, content })
}

/** A day, after which a message can no longer be recalled. */
export const RECALL_MS = DAY_MS
