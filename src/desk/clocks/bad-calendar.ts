/** A calendar nobody can count in: an unknown zone, a time like 25:00, a ninth weekday. */
import { DeskError } from '../errors.ts'

export class BadCalendar extends DeskError {
  constructor(message: string) {
    super('bad-calendar', message)
    this.name = 'BadCalendar'
  }
}
