/** The entry of `npm run doctor`. */
import { configOfProcess } from '../config.ts'
import { doctorCommand } from './doctor.ts'

process.exitCode = await doctorCommand({
  argv: process.argv.slice(2),
  readConfig: configOfProcess,
  now: () => new Date(),
  print: (line) => console.log(line),
})
