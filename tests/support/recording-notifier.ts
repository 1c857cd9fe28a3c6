/** A notifier that keeps what was told, in order, and tells nothing twice under one key. */
import type {
  CardNote,
  CloseNote,
  Note,
  Notifier,
  PhotoNote,
  Subject,
} from '../../src/desk/work.ts'

type Told =
  | ({ readonly to: 'owner'; readonly conversationId: string } & Note)
  | ({ readonly to: 'staff'; readonly staffId: string } & Note)
  | ({ readonly to: 'photo'; readonly staffId: string } & PhotoNote)
  | ({ readonly to: 'card'; readonly staffId: string } & CardNote)
  | ({ readonly to: 'close'; readonly subject: Subject } & CloseNote)
  | ({ readonly to: 'robot'; readonly projectId: string } & Note & {
        readonly mention: readonly string[]
      })

export interface RecordingNotifier extends Notifier {
  readonly told: Told[]
  /** Those of one kind. */
  of<To extends Told['to']>(to: To): readonly Extract<Told, { to: To }>[]
  clear(): void
}

export function recordingNotifier(): RecordingNotifier {
  const told: Told[] = []
  const once = (entry: Exclude<Told, { to: 'close' }>) => {
    const isKnown = told.some((before) => before.to !== 'close' && before.key === entry.key)
    if (!isKnown) told.push(entry)
  }
  return {
    told,
    of: (to) => told.filter((entry) => entry.to === to) as never,
    clear: () => void told.splice(0),
    async owner(_work, conversationId, note) {
      once({ to: 'owner', conversationId, ...note })
    },
    async staff(_work, staffId, note) {
      once({ to: 'staff', staffId, ...note })
    },
    async photo(_work, staffId, photo) {
      once({ to: 'photo', staffId, ...photo })
    },
    async card(_work, staffId, note) {
      once({ to: 'card', staffId, ...note })
    },
    async closeCards(_work, subject, note) {
      told.push({ to: 'close', subject, ...note })
    },
    async robot(_work, projectId, note) {
      once({ to: 'robot', projectId, ...note })
    },
  }
}
