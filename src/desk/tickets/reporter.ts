/** Who reported a matter, as staff who have to find them read it. */
import { findSpeaker } from '../residents/speaker.ts'
import type { Work } from '../work.ts'
import { maskedContact } from './contact-phone.ts'
import type { TicketRow } from './ticket.ts'

/** Home, name and the end of the phone, as far as they are known: "3栋2单元501 张伟 尾号0001". */
export async function reporterWords(work: Work, ticket: TicketRow): Promise<string> {
  const home = await homeOf(work, ticket)
  return [home, ticket.reporterName ?? '', maskedContact(ticket)]
    .filter((part) => part !== '')
    .join(' ')
}

async function homeOf(work: Work, { conversationId, projectId }: TicketRow): Promise<string> {
  if (conversationId === null) return ''
  const [channel = '', corpId = '', , ...user] = conversationId.split('/')
  const { homes } = await findSpeaker(work, { corpId, channel, userId: user.join('/'), projectId })
  return homes.map(({ label }) => label).join('、')
}
