/** The formulas fee items may have, by name; their codes and words are the legend `formula` of rules/register.yaml. */

export const FORMULAS = [
  'area_price',
  'fixed',
  'indoor_price',
  'dynamic',
  'meter',
  'usage',
  'expression',
  'dynamic_price',
  'rent',
  'rising_rent',
  'share_area',
  'share_household',
] as const

export type Formula = (typeof FORMULAS)[number]
