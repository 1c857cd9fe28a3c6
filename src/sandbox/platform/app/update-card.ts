/** message/update_template_card and message/recall: changing what members already have (wecom.md 5.4). */
import type { CorpApp } from '../corp.ts'
import { integer, integers, object, text, texts } from '../fields.ts'
import { isJsonObject, type JsonObject } from '../json.ts'
import { findMember, memberPhone, recallBubbles } from '../phones.ts'
import { need } from '../refused.ts'
import type { MemberRow, ResponseCodeRow } from '../store/rows.ts'
import { hasPassed, type World } from '../world.ts'
import { checkCard } from './card-rules.ts'
import { closeCard, replaceCard } from './card-update.ts'
import { membersOf } from './receivers.ts'
import { checkAgent, RECALL_MS } from './send.ts'

/** path/94888. The code is used up by one call, whatever that call changed. */
export function updateTemplateCard(world: World, app: CorpApp, body: JsonObject): JsonObject {
  checkAgent(app, body)
  const change = readChange(body)
  const code = useCode(world, app, text(body, 'response_code', { required: 60140 }))
  const { members, invaliduser } = namedMembers(world, code, body)
  const card = { agentId: app.agentId, taskId: code.taskId }
  for (const member of members) {
    if (change.kind === 'close') closeCard(world, member, card, change.words)
    else replaceCard(world, member, card, change.card)
  }
  return { invaliduser }
}

/** path/94867. Only messages of the same app (40058), only for 24 hours (42052). */
export function recallMessage(world: World, app: CorpApp, body: JsonObject): JsonObject {
  const send = world.tables.appSends.get(text(body, 'msgid', { required: 40058 }))
  need(send && send.agentId === app.agentId, 40058, 'this app sent no such message')
  const age = world.now().getTime() - Date.parse(send.at)
  need(age < RECALL_MS, 42052, 'the message is older than 24 hours')
  recallBubbles(
    world,
    send.members.map((id) => memberPhone({ id })),
    send.msgid,
  )
  return {}
}

type CardChange =
  | { readonly kind: 'close'; readonly words: string }
  | { readonly kind: 'replace'; readonly card: JsonObject }

function readChange(body: JsonObject): CardChange {
  if (isJsonObject(body['button'])) {
    return { kind: 'close', words: text(body['button'], 'replace_name', { required: 40058 }) }
  }
  const card = object(body, 'template_card')
  checkCard(card, true)
  return { kind: 'replace', card }
}

function useCode(world: World, app: CorpApp, code: string): ResponseCodeRow {
  const row = world.tables.responseCodes.get(code)
  need(row && row.agentId === app.agentId, 60140, 'invalid response_code')
  need(row.usedAt === undefined, 60140, 'response_code was used')
  need(!hasPassed(world, row.expiresAt), 60140, 'response_code expired')
  world.tables.responseCodes.put(code, { ...row, usedAt: world.now().toISOString() })
  return row
}

/**
 * Only those who have the card can have it changed; an array here, not a string (wecom.md 5.4). At most 1000
 * members, 100 parties (82002), 100 tags (82003); somebody must be named (82001).
 */
function namedMembers(world: World, code: ResponseCodeRow, body: JsonObject) {
  const receivers = code.members.flatMap((id) => findMember(world.tables, id) ?? [])
  if (integer(body, 'atall', 0) === 1) return { members: receivers, invaliduser: [] as string[] }
  const users = texts(body, 'userids', { max: 1000 })
  const parties = integers(body, 'partyids', { max: 100, code: 82002 })
  const tags = integers(body, 'tagids', { max: 100, code: 82003 })
  need(users.length + parties.length + tags.length > 0, 82001, 'no receivers')
  const isNamed = (member: MemberRow) => (id: string) =>
    id.toLowerCase() === member.id.toLowerCase()
  const inParties = parties.flatMap((party) => membersOf(world, party).map(({ id }) => id))
  const members = receivers.filter((member) => [...users, ...inParties].some(isNamed(member)))
  const invaliduser = users.filter((id) => !members.some((member) => isNamed(member)(id)))
  return { members, invaliduser }
}
