/** Who is talking in a conversation: an owner (known or not) or a member of staff, as an actor and as flows see them. */
import { type Address, isStaffChannel, memberOf } from '../channels/channel.ts'
import { findSpeaker } from '../desk/residents/speaker.ts'
import { staffOfUser } from '../desk/staff/staff.ts'
import { isOfTheHouse } from '../desk/staff/supervises.ts'
import type { Actor, Work } from '../desk/work.ts'
import type { UserFacts } from '../dialogue/run/world.ts'
import { projectServed } from './project-served.ts'

export interface Speaker {
  readonly actor: Actor & { readonly projectId: string }
  readonly user: UserFacts
}

type SpeakerWork = Pick<Work, 'tx' | 'now' | 'rules' | 'seals'>

/** Null when nobody can be made of them: a member the desk does not know, or a company without a project. */
export async function speakerOf(
  work: SpeakerWork,
  conversation: { readonly id: string; readonly address: Address },
): Promise<Speaker | null> {
  return isStaffChannel(conversation.address.channel)
    ? staffSpeaker(work, conversation.id, conversation.address)
    : ownerSpeaker(work, conversation.id, conversation.address)
}

async function ownerSpeaker(
  work: SpeakerWork,
  conversationId: string,
  address: Address,
): Promise<Speaker | null> {
  const { corpId, channel, user: userId } = address
  const [served, found] = await Promise.all([
    projectServed(work.tx, address),
    findSpeaker(work, { corpId, channel, userId, projectId: null }),
  ])
  if (!served) return null
  // Somebody at home in another project of the company is served there.
  const home = found.homes.find((one) => one.projectId === served) ?? found.homes[0]
  const projectId = home?.projectId ?? served
  const homes = found.homes.filter((one) => one.projectId === projectId)
  const only = homes.length === 1 ? homes[0] : undefined
  const phone = found.person?.phoneEnc ? work.seals.open(found.person.phoneEnc) : undefined
  return {
    actor: {
      kind: 'owner',
      corpId,
      projectId,
      conversationId,
      userId,
      personId: found.person?.id ?? null,
    },
    user: {
      id: userId,
      audience: found.audience,
      identified: true,
      rooms: homes.map(({ code, label }) => ({ code, label })),
      ...(found.person && { name: found.person.name }),
      ...(phone && { phone }),
      ...(only && { default_room: only.code }),
    },
  }
}

async function staffSpeaker(
  work: SpeakerWork,
  conversationId: string,
  address: Address,
): Promise<Speaker | null> {
  const userId = memberOf(address).member
  const [member] = await staffOfUser(work.tx, address.corpId, userId)
  if (!member) return null
  const { corpId, projectId, id, name, roles } = member
  // A contractor's people are offered what concerns the work they were given, and nothing of the house.
  const audience = isOfTheHouse(member) ? ['staff', ...roles] : ['contractor']
  return {
    actor: { kind: 'staff', corpId, projectId, staffId: id, conversationId },
    user: { id: userId, audience, identified: true, rooms: [], name },
  }
}
