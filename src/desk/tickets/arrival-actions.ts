/** On the spot, in chat: 到场 with when, where and photos, all of it optional; photos before and after the work. */
import { z } from 'zod'
import type { Action } from '../action.ts'
import { wallTime } from '../wall-time.ts'
import type { Work } from '../work.ts'
import { addPhotos, type PhotosAnswer } from './add-photos.ts'
import type { ArriveAnswer } from './arrival.ts'
import { arriveAtTicket } from './arrive.ts'
import { images, optional, spot, words } from './inputs.ts'
import { TIME_PROBLEMS } from './said-arrival.ts'
import { sayTime } from './say-time.ts'
import { stepAction } from './step-actions.ts'

/** `at_words`: since when they were there, where that was said later; `limit`: what a refused time clashes with. */
const result = {
  at_words: 'text',
  limit: 'text',
  too_late: 'yes_no',
  late_minutes: 'integer',
  far: 'yes_no',
  metres: 'integer',
  at_place: 'text',
  new_photos: 'integer',
} as const

export const arrivalActions: readonly Action[] = [
  stepAction({
    name: 'arrive',
    verb: 'arrive',
    with: {
      at: { type: 'time', optional: true },
      spot: { type: 'location', optional: true },
      building: { type: 'building', optional: true },
      words: { type: 'text', optional: true },
      photos: { type: 'images', optional: true },
    },
    input: {
      at: optional(wallTime),
      spot,
      building: optional(words),
      words: optional(words),
      photos: images,
    },
    // Bare words are often no more than a greeting; with something to note, the job they are at is meant.
    orVerb: ({ at, spot: sent, building, photos }) =>
      at || sent || building || photos.length > 0 ? 'on_site' : undefined,
    outcomes: ['noted', ...TIME_PROBLEMS],
    result,
    more: newsOf,
    take: arriveAtTicket,
  }),
  stepAction({
    name: 'add_photos',
    verb: 'on_site',
    with: { kind: { type: 'choice' }, photos: { type: 'images' } },
    input: { kind: z.enum(['before', 'after']), photos: images },
    outcomes: ['full', 'gone'],
    result: { new_photos: 'integer' },
    more: (_work, { added = 0 }: PhotosAnswer) => ({ new_photos: added }),
    take: addPhotos,
  }),
]

function newsOf(work: Work, { news, limit }: ArriveAnswer) {
  const time = news?.time
  return {
    at_words: time?.isLate ? sayTime(time.at, work.now) : '',
    limit: limit ? sayTime(limit, work.now) : '',
    too_late: time ? time.countsFrom > time.at : false,
    late_minutes: work.rules.tickets.arrival.late_entry_minutes,
    far: news?.where.isFar ?? false,
    metres: news?.where.metres ?? 0,
    at_place: news?.where.place ?? '',
    new_photos: news?.photos.added.length ?? 0,
  }
}
