/** A time of the day as rules and forms write it: `07:30`, up to `23:59`. */
import { z } from 'zod'

export const wallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day is HH:MM')
