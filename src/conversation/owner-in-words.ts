/** Who an owner is, for the eyes of staff: home and name, and the last digits of a phone. */
import { findSpeaker } from '../desk/residents/speaker.ts'
import type { Work } from '../desk/work.ts'
import { addressOfConversation } from './address-of-conversation.ts'
import type { Words } from './words.ts'

/** Values for cards of the service centre: `person` and `phone`. */
export async function ownerInWords(
  work: Work,
  words: Words,
  conversationId: string,
): Promise<{ readonly person: string; readonly phone: string }> {
  const { corpId, channel, user } = await addressOfConversation(work.tx, conversationId)
  const speaker = await findSpeaker(work, { corpId, channel, userId: user, projectId: null })
  const values = {
    name: speaker.person?.name ?? '',
    home: speaker.homes[0]?.label ?? '',
    phoneLast4: speaker.person?.phoneLast4 ?? '',
  }
  return {
    person: words.text('conversation.owner', values),
    phone: values.phoneLast4 && words.text('conversation.phone', values),
  }
}
