/** The kinds of work a developer warrants, by the terms of art. 40 of 建设工程质量管理条例. */
export const WARRANTY_CLASSES = [
  'structure',
  'waterproof',
  'heating',
  'cooling',
  'installation',
] as const
export type WarrantyClass = (typeof WARRANTY_CLASSES)[number]
