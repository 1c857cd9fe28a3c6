/** What a script or the page may let an owner do. */
import { z } from 'zod'
import { byteLength } from '../fields.ts'
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
    /** As the code on the wall was made with, and what was appended to its address (wecom.md 3.7). */
    scene: z
      .string()
      .regex(/^[\w-]{0,32}$/, 'scene 最多 32 个字母、数字、下划线或横线')
      .default(''),
    sceneParam: z
      .string()
      .refine((value) => byteLength(value) <= 128, 'sceneParam 最多 128 个字节')
      .default(''),
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
