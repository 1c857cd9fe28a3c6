/** Holds the house's rule of imports, and fails when it looked at nothing: a TypeScript upgrade can blind the tool. */
import { cruise } from 'dependency-cruiser'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'
import rules from '../.dependency-cruiser.mjs'

const LEAST_MODULES = 100

const { forbidden, options } = rules
const result = await cruise(
  ['src'],
  { ...options, ruleSet: { forbidden }, validate: true },
  undefined,
  { tsConfig: extractTSConfig('tsconfig.json') },
)
const { violations, totalCruised } = result.output.summary
for (const { rule, from, to } of violations) console.error(`${rule.name}: ${from} → ${to}`)
if (totalCruised < LEAST_MODULES) {
  console.error(
    `Only ${totalCruised} modules were looked at: the tool reads no TypeScript any more`,
  )
  process.exit(1)
}
console.log(`${totalCruised} modules, ${violations.length} violations`)
process.exit(violations.length === 0 ? 0 : 1)
