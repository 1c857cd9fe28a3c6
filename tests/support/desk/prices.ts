/** A price list for a test. */
import type { Database } from '../../../src/database/open-database.ts'
import { PROJECT } from './staff.ts'

const ITEMS = [
  ['C01', '水龙头', 'material', '个', 4500, 90],
  ['C02', '角阀', 'material', '个', 2800, 90],
  ['R01', '水电安装人工', 'labour', '小时', 6000, 30],
  ['S01', '上门费', 'visit', '次', 2000, null],
] as const

export async function somePrices(db: Database, projectId = PROJECT): Promise<void> {
  const rows = ITEMS.map(([code, name, kind, unit, priceFen, warrantyDays]) => ({
    ...{ id: `${projectId}/${code}`, projectId, code, name },
    ...{ kind, unit, priceFen, warrantyDays },
  }))
  await db.insertInto('price_item').values(rows).execute()
}
