/** Photos that come along with what somebody logs for a caller. */
import type { Rules } from '../desk/rules.ts'
import type { MediaRules } from '../media/rules.ts'
import { Labelled } from './board-page.tsx'
import type { Say } from './say.ts'

interface PhotosView {
  readonly say: Say
  readonly rules: Rules
  readonly photoRules: MediaRules
}

export const megabytesOf = (bytes: number) => Math.floor(bytes / 1024 ** 2)

/** What is too much is said before it is sent, as far as the browser can tell. */
export function CallPhotos({ say, rules, photoRules }: PhotosView) {
  const most = rules.tickets.max_photos
  const { images, max_bytes, form_bytes } = photoRules
  const tooMuch = (problem: string, bytes: number) =>
    say(`call.problems.${problem}`, { most, megabytes: megabytesOf(bytes) })
  return (
    <section class="card card-body">
      <Labelled words={say('call.photos')}>
        <input
          class="form-control"
          type="file"
          name="photos"
          multiple
          accept={images.join(',')}
          data-most={most}
          data-most-bytes={max_bytes}
          data-all-bytes={form_bytes}
          data-too-many={tooMuch('too_many', 0)}
          data-too-big={tooMuch('photo_size', max_bytes)}
          data-too-large={tooMuch('too_large', form_bytes)}
        />
      </Labelled>
      <p class="text-secondary">{say('call.photos_hint', { most })}</p>
    </section>
  )
}
