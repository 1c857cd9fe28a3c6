/** One data key for all tests, so that what one helper seals another can open and find. */
import { openSeals } from '../../src/database/sealed.ts'

const key = Buffer.alloc(32, 7)

export const testSeals = openSeals(key)

/** As the environment gives it to a process that has to read the same. */
export const DATA_KEY = key.toString('hex')
