/** What each of the platform's refusals means for a send: the tables of wecom.md 3.8, 4.2 and 4.3 as data. */
import type { RefusalClass } from '../channel.ts'

interface ErrorRow {
  /** Single codes, and ranges as pairs of first and last. */
  readonly codes: readonly (number | readonly [number, number])[]
  readonly refusal: RefusalClass
  readonly retryAfterMs?: number
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

// https://developer.work.weixin.qq.com/document/path/90313
const ROWS: readonly ErrorRow[] = [
  // Busy, or a version conflict.
  { codes: [-1, 6000, 301022, 302005, 81026], refusal: 'transient' },
  // The token, or a ticket of pages; the client has tried another one already.
  { codes: [40014, 41001, 42001, 42012], refusal: 'transient' },
  // A job that is still being dispatched.
  { codes: [41063, 41079], refusal: 'transient', retryAfterMs: MINUTE_MS / 2 },

  // Too often: the ban lasts about as long as the window, a minute at least.
  { codes: [45009], refusal: 'rate', retryAfterMs: MINUTE_MS },
  // Too many at once.
  { codes: [45033], refusal: 'rate', retryAfterMs: MINUTE_MS / 12 },
  // Three reminders in 24 hours.
  { codes: [41094], refusal: 'rate', retryAfterMs: 8 * HOUR_MS },

  // 微信客服: five messages, 48 hours, ended, a human has it, a state that allows no such move.
  { codes: [95001, 95002, 95013, 95016, 95018, 95031], refusal: 'window' },

  // Corp, secret, app, permissions, trusted address, domains.
  { codes: [40001, 40013, 40056, 41002, 41004, 41011, 45031, 301002], refusal: 'config' },
  { codes: [[48001, 48009], 50001, 50003, 60020, 60021, 60030, 60031], refusal: 'config' },
  { codes: [41055, 41057, 41058, 43012, [85004, 85011], [92000, 92003]], refusal: 'config' },
  // Group robots.
  { codes: [93000, 93004, 93006, 93008], refusal: 'config' },
  // 微信客服 accounts: unknown, over a cap, the wrong kind of secret, switched off.
  { codes: [60251, 60252, 95000, 95003, 95004, 95005, 95006], refusal: 'config' },
  { codes: [95011, 95012, 95015, 95017, 95023, 95026, 95027, 95032], refusal: 'config' },

  // Single-use codes: used, late, or for a chat that has begun.
  { codes: [40029, 40078, 41050, 41051, 41096, 42003, 42022], refusal: 'expired' },
  { codes: [60140, 84014, 84015, 95007, 846605, 846608], refusal: 'expired' },

  // The message itself: receivers, media, types, sizes, required fields.
  { codes: [40003, [40004, 40009], 40011, [40031, 40035], 40039, 40050, 40058], refusal: 'data' },
  { codes: [40063, 40068, 40093, 40094, 40096, 40123], refusal: 'data' },
  { codes: [41006, 41009, 41016, 41033, 41035, [41041, 41049], 41054], refusal: 'data' },
  { codes: [41064, 41065, [41080, 41082], [41088, 41090], 41093], refusal: 'data' },
  { codes: [[42014, 42020], [42027, 42052], 43004, 44001, 44004], refusal: 'data' },
  { codes: [45001, 45002, 45007, 45008, 45029, 45034, 46004, 50002], refusal: 'data' },
  { codes: [60011, 60111, 81012, 81013, [82001, 82004], 84061], refusal: 'data' },
  { codes: [[86000, 86999], 830002], refusal: 'data' },
  // 微信客服: menus, servicers who are none or not receiving, types.
  { codes: [60253, 95008, 95009, 95014, 95019, 95022, 95030], refusal: 'data' },
]

/** An unknown code counts as `data`: repeating it blindly helps nobody, and a dead letter is seen. */
const UNKNOWN: ErrorRow = { codes: [], refusal: 'data' }

const ROW_OF = new Map(
  ROWS.flatMap((row) => row.codes.flatMap(codesIn).map((code) => [code, row] as const)),
)

export interface ErrorMeaning {
  /** False for a code no row names. */
  readonly isKnown: boolean
  readonly refusal: RefusalClass
  /** How long the platform keeps refusing, where it is known. */
  readonly retryAfterMs: number | undefined
}

export function meaningOf(code: number): ErrorMeaning {
  const { refusal, retryAfterMs } = ROW_OF.get(code) ?? UNKNOWN
  return { isKnown: ROW_OF.has(code), refusal, retryAfterMs }
}

function codesIn(codes: number | readonly [number, number]): readonly number[] {
  if (typeof codes === 'number') return [codes]
  const [first, last] = codes
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}
