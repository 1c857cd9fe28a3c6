/** `npm start`: builds when the sources are newer than the last build, then runs the desk in this process. */
import { buildWhenNeeded } from './build.mjs'

if (await buildWhenNeeded()) console.log('Built.')
await import('../dist/main.js')
