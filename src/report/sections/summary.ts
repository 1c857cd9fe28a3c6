/** The month at a glance: what a committee asks first. */
import { type Block, type Card, isMissed, moneyText, percentText, type Rate } from '../document.ts'
import type { ReportFacts } from '../read-report.ts'
import type { Say } from '../say.ts'
import { sumOfFees } from './fees.ts'
import { outcomeOf } from './matters.ts'
import { responseRate } from './quality.ts'

const RATES = ['accept', 'arrive', 'resolve']

export function summaryBlocks(facts: ReportFacts, say: Say): Block[] {
  const { figures } = facts
  const rates = RATES.filter((one) => figures.measures.has(one)).map((one) =>
    rateCard(say, say('measures.on_time', { name: say(`measures.${one}`) }), figures.rate(one)),
  )
  const others = ['day_fix', 'first_fix', 'satisfaction'].map((one) =>
    rateCard(say, say(`measures.${one}`), figures.rate(one)),
  )
  const cards = [
    reported(facts, say),
    ...rates,
    ...others,
    rateCard(say, say('measures.response'), responseRate(facts)),
    collected(facts, say),
    complaints(facts, say),
    dangers(facts, say),
    late(facts, say),
  ]
  return [{ kind: 'cards', cards }]
}

function rateCard(say: Say, label: string, rate: Rate): Card {
  if (rate.denominator === 0) {
    return { label, value: '—', sub: say('summary.not_counted'), tone: 'plain' }
  }
  const target = rate.target === null ? [] : [say('against', { target: rate.target })]
  const small = rate.isSmall ? [say('small')] : []
  return {
    label,
    value: percentText(rate),
    sub: [say('summary.of', { ...rate }), ...target, ...small].join(' · '),
    tone: rate.target === null ? 'plain' : isMissed(rate) ? 'bad' : 'good',
  }
}

function reported({ figures }: ReportFacts, say: Say): Card {
  const total = (when: 'now' | 'previous' | 'lastYear') =>
    figures.figure('finished', 'all', '', when)?.total ?? null
  const previous = total('previous') ?? say('summary.no_previous')
  return {
    label: say('summary.reported'),
    value: (total('now') ?? 0).toLocaleString('en'),
    sub: say('summary.reported_sub', { previous, last_year: total('lastYear') ?? '' }),
    tone: 'plain',
  }
}

function complaints({ complaints: all }: ReportFacts, say: Say): Card {
  const done = all.filter((one) => outcomeOf(one) === 'settled').length
  const sub = say('summary.complaints_sub', { done })
  return { label: say('summary.complaints'), value: String(all.length), sub, tone: 'plain' }
}

function dangers({ dangers: all }: ReportFacts, say: Say): Card {
  const taken = all.flatMap(({ takenAfter }) => (takenAfter === null ? [] : [takenAfter]))
  const slowest = taken.length > 0 ? Math.max(...taken) : ''
  const sub =
    all.length > 0 && slowest === '' ? say('none') : say('summary.dangers_sub', { taken: slowest })
  return { label: say('summary.dangers'), value: String(all.length), sub, tone: 'plain' }
}

function late({ matters }: ReportFacts, say: Say): Card {
  return {
    label: say('summary.late'),
    value: String(matters.late.length),
    sub: say('summary.late_sub', { open: matters.open }),
    tone: matters.late.length > 0 ? 'bad' : 'good',
  }
}

function collected({ fees }: ReportFacts, say: Say): Card {
  const { billedFen, paidFen } = sumOfFees(fees, '')
  const label = say('summary.collected')
  if (billedFen === 0) return { label, value: '—', sub: say('summary.no_bills'), tone: 'plain' }
  const amounts = { billed: moneyText(billedFen), paid: moneyText(paidFen) }
  return {
    label,
    value: percentText({ numerator: paidFen, denominator: billedFen }),
    sub: say('summary.collected_sub', amounts),
    tone: 'plain',
  }
}
