/** The kinds of matters, all on one life-cycle (servicedesk.md D3). */
export const KINDS = [
  'repair',
  'complaint',
  'enquiry',
  'help',
  'suggestion',
  'praise',
  'service',
] as const
export type TicketKind = (typeof KINDS)[number]
