/** How a slot's value reads in cards, corrections and lists. */
import type { SlotDef } from '../files/slot-schema.ts'
import { dateCn, mask, monthsCn, roomCn, windowCn, yuan } from './filters.ts'

export function showValue(def: SlotDef, value: unknown, shown?: string): string {
  if (def.pii) return mask(String(value))
  if (shown !== undefined) return shown
  switch (def.type) {
    case 'choice':
      return def.options?.find((option) => option.id === value)?.text ?? String(value)
    case 'room':
      return roomCn(String(value))
    case 'multi_choice':
      return (value as readonly string[])
        .map((id) => def.options?.find((option) => option.id === id)?.text ?? id)
        .join('、')
    case 'month_range':
      return monthsCn(String(value))
    case 'location':
      return (value as { readonly name: string }).name
    case 'time_window':
      return windowCn(String(value))
    case 'date':
      return dateCn(String(value))
    case 'amount':
      return `${yuan(Number(value))}元`
    case 'yes_no':
      return value === true ? '是' : '否'
    case 'images':
    case 'list':
      return String((value as readonly unknown[]).length)
    default:
      return String(value)
  }
}
