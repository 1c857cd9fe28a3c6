/** Passwords: made at random, kept as a slow hash, compared without telling how near a wrong one came. */
import { randomBytes, randomInt, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

/** Nothing that reads like another letter. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'
const GROUPS = 4
const GROUP = 4
/** OWASP, Password Storage Cheat Sheet: scrypt with N=2^15, r=8, p=3. */
const COST = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 2 ** 20 } as const
const KEY_BYTES = 32
const SALT_BYTES = 16
/** Longer ones are nobody's password: they are not computed at all. */
const LONGEST = 200

/** Sixteen letters in groups of four: 79 bits. */
export function newPassword(): string {
  const letter = () => LETTERS[randomInt(LETTERS.length)]
  const group = () => Array.from({ length: GROUP }, letter).join('')
  return Array.from({ length: GROUPS }, group).join('-')
}

/** `scrypt$N$r$p$salt$key`, both in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const key = await keyOf(password, salt, COST)
  const { N, r, p } = COST
  return ['scrypt', N, r, p, salt.toString('base64url'), key.toString('base64url')].join('$')
}

export async function isPassword(given: string, hash: string): Promise<boolean> {
  if (given === '' || given.length > LONGEST) return false
  // What an earlier cost has made is compared at that cost.
  const [, N, r, p, salt = '', key = ''] = hash.split('$')
  const expected = Buffer.from(key, 'base64url')
  if (expected.length !== KEY_BYTES) return false
  const cost = { N: Number(N), r: Number(r), p: Number(p), maxmem: COST.maxmem }
  return timingSafeEqual(expected, await keyOf(given, Buffer.from(salt, 'base64url'), cost))
}

function keyOf(password: string, salt: Buffer, cost: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, cost, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })
}
