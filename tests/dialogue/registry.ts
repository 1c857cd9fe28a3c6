/** The actions and facts the fixture flows are written against. */
import type { Registry } from '../../src/dialogue/files/registry.ts'

export const registry: Registry = {
  actions: {
    'tickets.create': {
      with: {
        room: { type: 'room', optional: true },
        category: { type: 'text' },
        text: { type: 'text' },
        visit: { type: 'time_window', optional: true },
        photos: { type: 'images' },
        phone: { type: 'cn_phone' },
      },
      outcomes: ['ok', 'duplicate', 'refused'],
      result: { number: 'text', eta: 'text' },
      irreversible: true,
    },
    'tickets.withdraw': {
      with: { ticket: { type: 'text' } },
      outcomes: ['ok', 'late'],
      result: {},
    },
    'tickets.complain': {
      with: { text: { type: 'text' }, building: { type: 'building', optional: true } },
      outcomes: ['ok'],
      result: { number: 'text' },
      irreversible: true,
    },
    'tickets.reopen': { with: { number: { type: 'text' } }, outcomes: ['ok'], result: {} },
    'tickets.list': { with: {}, outcomes: ['ok', 'empty'], result: { items: 'list' } },
    'tickets.show': {
      with: { number: { type: 'text' } },
      outcomes: ['ok'],
      result: { status: 'text' },
    },
    'fees.list': {
      with: { room: { type: 'room' }, kind: { type: 'text', optional: true } },
      outcomes: ['ok', 'empty'],
      result: { items: 'list', total: 'amount', pay_url: 'text' },
    },
    'surveys.save': {
      with: {
        number: { type: 'text' },
        score: { type: 'rating' },
        reason: { type: 'text', optional: true },
      },
      outcomes: ['ok'],
      result: {},
    },
    'surveys.unanswered': { with: { number: { type: 'text' } }, outcomes: ['ok'], result: {} },
    'residents.bind': { with: { code: { type: 'code' } }, outcomes: ['ok', 'wrong'], result: {} },
    'hazards.raise': { with: { text: { type: 'text' } }, outcomes: ['ok'], result: {} },
  },
  facts: {
    room_exists: 'room_exists(string): bool',
    room_owned: 'room_owned(string): bool',
    window_open: 'window_open(string, string, string): bool',
    window_past: 'window_past(string): bool',
    survey_open: 'survey_open(string): bool',
  },
  env: ['emergency_phone', 'service_phone', 'project_name', 'hours'],
}
