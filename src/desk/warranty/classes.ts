/** The kinds of work a developer warrants: those of art. 40 of 建设工程质量管理条例, and the roads a contract names. */
export const WARRANTY_CLASSES = [
  'structure',
  'waterproof',
  'heating',
  'cooling',
  'installation',
  'roads',
] as const
export type WarrantyClass = (typeof WARRANTY_CLASSES)[number]
