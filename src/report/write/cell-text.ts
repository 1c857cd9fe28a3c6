/** How a value of a table reads. */
import { type Column, moneyText, type Rate } from '../document.ts'

/** Nothing is a dash: a zero would be a figure. */
export function cellText({ kind }: Column, cell: Exclude<string | number | null, Rate>): string {
  if (cell === null) return '—'
  if (typeof cell === 'string') return cell
  switch (kind) {
    case 'fen':
      return moneyText(cell)
    case 'score':
      return cell.toFixed(1)
    case 'percent':
      return `${cell > 0 ? '+' : ''}${cell.toFixed(1)}%`
    default:
      return cell.toLocaleString('en')
  }
}
