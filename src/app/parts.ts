/** What a process is made of, handed from one builder to the next. */
import type { WebChat } from '../channels/web/open-web-chat.ts'
import type { Wecom } from '../channels/wecom/open-wecom.ts'
import type { OpenTalk } from '../conversation/open-talk.ts'
import type { Queues } from '../jobs/queues.ts'
import type { Life } from '../life.ts'
import type { Log } from '../log.ts'
import type { Base } from './base.ts'

export interface Parts {
  readonly base: Base
  readonly talk: OpenTalk
  readonly queues: Queues
  readonly wecom: Wecom
  /** Null when it is switched off. */
  readonly webChat: WebChat | null
  readonly log: Log
  readonly life: Life
}
