/** What a script or the page may let an owner do. */
import { z } from 'zod'
import { customerEnters, customerTaps, customerWrites } from '../kf/customer-acts.ts'
import type { OwnerRow } from '../store/rows.ts'
import type { World } from '../world.ts'
import { oneOf } from './one-of.ts'
import { WRITTEN, writtenMessage } from './written-message.ts'

const FORMS = [
  ...WRITTEN,
  z.strictObject({ menuId: z.string().min(1).max(128) }),
  z.strictObject({
    enter: z.literal(true),
    scene: z.string().max(32).default(''),
    sceneParam: z.string().max(128).default(''),
  }),
] as const

export const ownerInputSchema = oneOf(FORMS)

export type OwnerInput = z.infer<(typeof FORMS)[number]>

/** Answers the number of the bubble; none for opening the chat. Only inside a transaction. */
export function ownerActs(
  world: World,
  owner: OwnerRow,
  openKfId: string,
  input: OwnerInput,
): { readonly n?: number } {
  if ('enter' in input) {
    customerEnters(world, owner, openKfId, { scene: input.scene, sceneParam: input.sceneParam })
    return {}
  }
  if ('menuId' in input) return { n: customerTaps(world, owner, openKfId, input.menuId) }
  return { n: customerWrites(world, owner, openKfId, writtenMessage(world, input)) }
}
