/**
 * Adds up vitest's JSON reports of a folder: one line for whoever reads the run by machine, and before it
 * what failed, because the end of a long output is the part that is kept.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

const LINES_OF_A_FAILURE = 12

const [folder = '.'] = process.argv.slice(2)
const names = readdirSync(folder).filter((name) => name.endsWith('.json'))
const reports = names.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')))

for (const [index, report] of reports.entries()) {
  for (const file of report.testResults) tellFailures(basename(names[index], '.json'), file)
}

const sum = (count) => reports.reduce((total, report) => total + count(report), 0)
const passed = sum((report) => report.numPassedTests)
const failed = sum((report) => report.numFailedTests + report.testResults.filter(isBroken).length)
const skipped = sum((report) => report.numPendingTests + report.numTodoTests)
// Without a report the run ended before any test: that is no sum of nothing failed.
const early = reports.length === 0 ? 1 : 0
process.stdout.write(
  `${passed} passed, ${failed + early} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`,
)

/** A file that could not be run has no failed test of its own, and counts as one. */
function isBroken({ status, assertionResults }) {
  return status === 'failed' && !assertionResults.some((test) => test.status === 'failed')
}

function tellFailures(run, file) {
  const failures = file.assertionResults.filter(({ status }) => status === 'failed')
  for (const { fullName, failureMessages } of failures) {
    tell(`failed in ${run}: ${file.name} › ${fullName}`, failureMessages.join('\n'))
  }
  if (isBroken(file)) tell(`failed in ${run}: ${file.name} could not be run`, file.message)
}

function tell(title, text) {
  const lines = text.split('\n').slice(0, LINES_OF_A_FAILURE)
  process.stdout.write(`${[title, ...lines.map((line) => `    ${line}`)].join('\n')}\n`)
}
