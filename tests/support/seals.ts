/** One data key for all tests, so that what one helper seals another can open and find. */
import { openSeals } from '../../src/database/sealed.ts'

export const testSeals = openSeals(Buffer.alloc(32, 7))
