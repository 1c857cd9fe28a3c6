/** Pieces of what actions take: a slot a flow left empty may be missing, null or "". */
import { z } from 'zod'
import { ANY_TIME, APPOINTMENT } from './appointment.ts'

/** People's words; they are cut where they are kept, so a long one is no error. */
export const words = z.string()

const absent = (value: unknown) => (value === null || value === '' ? undefined : value)

export const optional = <Shape extends z.ZodType>(shape: Shape) =>
  z.preprocess(absent, shape.optional())

/** Ids of media files. */
export const images = z
  .array(z.string().regex(/^[\w.-]{1,100}$/))
  .nullish()
  .transform((ids) => ids ?? [])

export const timeWindow = z
  .string()
  .refine((text) => text === ANY_TIME || APPOINTMENT.test(text), 'no time window')

export const day = z.string().regex(/^\d{4}-\d\d-\d\d$/)

/** Digits as slots give them; landlines and extensions too. */
export const phone = z.string().regex(/^[+\d][\d\s-]{4,19}$/)

/** The time of day as a slot gives it. */

/** A position a phone sent; what lies outside of the earth is none. */
export const spot = z
  .object({
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    name: z.string(),
  })
  .nullish()
  .catch(undefined)
  .transform((value) => value ?? undefined)
