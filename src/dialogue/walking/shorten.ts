/** Leaves out of a talk that failed what it fails without, so that people see at a glance what is wrong. */
import type { Walk, WalkOf } from './take-walk.ts'
import { walkAgain } from './take-walk.ts'

/** The same failure, as far as its first words go, in fewer turns. Steps are tried from the end: what led there stays. */
export async function shorten(of: Pick<WalkOf, 'flows'>, walk: Walk): Promise<Walk> {
  let { talk } = walk
  const isSame = async (shorter: Walk['talk']) =>
    kindOf(await walkAgain(of, { ...walk, talk: shorter })) === kindOf(walk.failure)
  if (!(await isSame(talk))) return walk
  for (let size = Math.ceil(talk.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let end = talk.length; end > 0; end -= size) {
      const shorter = [...talk.slice(0, Math.max(0, end - size)), ...talk.slice(end)]
      if (shorter.length < talk.length && (await isSame(shorter))) talk = shorter
    }
  }
  return { ...walk, talk }
}

function kindOf(failure: string | undefined): string | undefined {
  return failure?.split(':', 1)[0]
}
