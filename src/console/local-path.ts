/** Where a browser may be sent on after a log-in: to a page of ours and nowhere else. */

const LONGEST = 1500
/** Browsers read a backslash as a slash and skip what cannot be seen: `/\evil.example` leads away. */
const PLAIN = /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/

/** The path as browsers would follow it; null for anything but a path of this site that is not a log-in again. */
export function localPath(given: unknown): string | null {
  if (typeof given !== 'string' || given.length > LONGEST || !PLAIN.test(given)) return null
  const here = 'http://localhost'
  if (!URL.canParse(given, here)) return null
  const { origin, pathname, search } = new URL(given, here)
  // Dots may have been followed: what is left has to be a plain path, too.
  if (origin !== here || !PLAIN.test(pathname)) return null
  return /^\/login(\/|$)/.test(pathname) ? null : `${pathname}${search}`
}
