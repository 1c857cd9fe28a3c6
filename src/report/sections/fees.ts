/** What was billed and came in: the month's own periods and what is owed from before, apart (servicedesk.md A10). */
import { type Block, type Cell, moneyText, type Rate } from '../document.ts'
import type { FeesOfItem } from '../read/money.ts'
import type { ReportFacts } from '../read-report.ts'
import type { Say } from '../say.ts'

export function feeBlocks(facts: ReportFacts, say: Say): Block[] {
  const { fees } = facts
  const income = say('fees.income', { income: moneyText(facts.income) })
  if (fees.length === 0) {
    return [
      { kind: 'note', text: say('fees.none') },
      { kind: 'note', text: income },
    ]
  }
  return [{ kind: 'note', text: income }, chart(fees, say), table(facts, say)]
}

export function sumOfFees(fees: readonly FeesOfItem[], name: string): FeesOfItem {
  const sum = (of: (one: FeesOfItem) => number) => fees.reduce((all, one) => all + of(one), 0)
  return {
    item: name,
    bills: sum(({ bills }) => bills),
    paidBills: sum(({ paidBills }) => paidBills),
    billedFen: sum(({ billedFen }) => billedFen),
    paidFen: sum(({ paidFen }) => paidFen),
    arrearsFen: sum(({ arrearsFen }) => arrearsFen),
    recoveredFen: sum(({ recoveredFen }) => recoveredFen),
  }
}

function table({ fees, rules }: ReportFacts, say: Say): Block {
  const rate = (numerator: number, denominator: number, few: number): Rate => {
    return {
      numerator,
      denominator,
      target: null,
      isSmall: few > 0 && few < rules.report.small_below,
    }
  }
  const lines = fees.length > 1 ? [...fees, sumOfFees(fees, say('fees.total'))] : fees
  return {
    kind: 'table',
    title: say('fees.items'),
    columns: [
      { title: say('columns.item'), kind: 'text' },
      { title: say('columns.bills'), kind: 'count' },
      { title: say('columns.billed'), kind: 'fen' },
      { title: say('columns.paid'), kind: 'fen' },
      { title: say('columns.collected'), kind: 'share' },
      { title: say('columns.collected_bills'), kind: 'rate' },
      { title: say('columns.arrears'), kind: 'fen' },
      { title: say('columns.recovered'), kind: 'fen' },
    ],
    rows: lines.map((one): Cell[] => [
      one.item,
      one.bills,
      one.billedFen,
      one.paidFen,
      rate(one.paidFen, one.billedFen, one.bills),
      rate(one.paidBills, one.bills, one.bills),
      one.arrearsFen,
      one.recoveredFen,
    ]),
    note: say('fees.note'),
  }
}

function chart(fees: readonly FeesOfItem[], say: Say): Block {
  const yuan = (fen: number) => Math.round(fen / 100)
  return {
    kind: 'chart',
    title: say('fees.chart'),
    isSideways: true,
    labels: fees.map(({ item }) => item),
    series: [
      { name: say('columns.billed'), values: fees.map(({ billedFen }) => yuan(billedFen)) },
      { name: say('columns.paid'), values: fees.map(({ paidFen }) => yuan(paidFen)) },
    ],
    unit: 'yuan',
  }
}
