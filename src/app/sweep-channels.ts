/** Forgets what channels and talks wrote down long ago, after the times of rules/retention.yaml. */
import { sweepMessages } from '../channels/web/sweep-messages.ts'
import { sweepExchanges } from '../channels/wecom/aibot/exchanges.ts'
import { sweepSightings } from '../channels/wecom/stores/sighting-rows.ts'
import { sweepTalkEvents } from '../conversation/talk-events.ts'
import type { Tx } from '../database/open-database.ts'
import { unnamedPhotos } from '../desk/tickets/unnamed-photos.ts'
import type { RetentionRules } from '../jobs/retention-rules.ts'
import { forgetFile } from '../media/forget-file.ts'

const DAY_MS = 86_400_000

/** A photo that came over the page goes with its message, unless it stands on a ticket. */
export function channelSweeper(rules: RetentionRules): (tx: Tx, now: Date) => Promise<void> {
  return async (tx, now) => {
    const before = (days: number) => new Date(now.getTime() - days * DAY_MS)
    const counted = {
      events: before(rules.talk_event_days),
      unmatched: before(rules.unmatched_days),
    }
    await sweepTalkEvents(tx, counted)
    await sweepSightings(tx, before(rules.sighting_days))
    await sweepExchanges(tx, before(rules.aibot_exchange_days))
    const photos = await sweepMessages(tx, before(rules.web_message_days))
    for (const fileId of await unnamedPhotos(tx, photos)) await forgetFile(tx, fileId, now)
  }
}
