/** What a home is charged for: material 材料, labour 人工, visit 上门费. */
export const PRICE_KINDS = ['material', 'labour', 'visit'] as const
export type PriceKind = (typeof PRICE_KINDS)[number]
