/** Adds up vitest's JSON reports of a folder and prints one line for whoever reads the run by machine. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const [folder = '.'] = process.argv.slice(2)
const reports = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')))

const sum = (count) => reports.reduce((total, report) => total + count(report), 0)
const passed = sum((report) => report.numPassedTests)
const failed = sum((report) => report.numFailedTests + brokenFiles(report))
const skipped = sum((report) => report.numPendingTests + report.numTodoTests)
// Without a report the run ended before any test: that is no sum of nothing failed.
const early = reports.length === 0 ? 1 : 0
process.stdout.write(
  `${passed} passed, ${failed + early} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`,
)

/** A file that could not be run has no failed test of its own, and counts as one. */
function brokenFiles({ testResults }) {
  const isBroken = ({ status, assertionResults }) =>
    status === 'failed' && !assertionResults.some((test) => test.status === 'failed')
  return testResults.filter(isBroken).length
}
