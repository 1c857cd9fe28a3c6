/** One row of 车位信息: a parking space is a room whose building is its car park. */
import { NO_UNIT, normalBuilding, normalNumber } from '../../residents/room-code.ts'
import type { BuildingFacts, OwnerLink, RoomRecord } from '../records.ts'
import type { ReadingRules, RowReader } from '../table/row-reader.ts'
import { readPart } from './room-parts.ts'

/** The car parks of such books are numbered like its buildings: 停车场1 is not 1栋. */
const CAR_PARK = '停车场'

export function readParking(
  reader: RowReader,
  { rules }: ReadingRules,
): { readonly building: BuildingFacts; readonly record: RoomRecord } | null {
  const lot = readPart(reader, 'lot', normalBuilding)
  const number = readPart(reader, 'number', normalNumber)
  const area = reader.decimal('gross_area')
  const owner = readLink(reader)
  if (!lot || !number) return null
  const code = lot.startsWith(CAR_PARK) ? lot : CAR_PARK + lot
  const isNone = rules.none.parking_area.some((text) => Number(text) === Number(area))
  return {
    building: {
      code,
      name: code,
      floorsAbove: undefined,
      hasLift: undefined,
      longitude: undefined,
      completionDate: undefined,
      deliveryDate: undefined,
      latitude: undefined,
      units: [],
    },
    record: {
      parts: { building: code, unit: NO_UNIT, number },
      facts: {
        ...{ floor: undefined, kind: 'parking', layout: undefined, innerArea: undefined },
        grossArea: isNone ? undefined : area,
        ...{ rentFen: undefined, status: undefined },
        ...{ handoverDate: undefined, feeStartDate: undefined },
      },
      ...(owner ? { owner } : {}),
    },
  }
}

/** A space that is let has a tenant until a day; one that is sold has an owner, whatever end the book gives. */
function readLink(reader: RowReader): OwnerLink | undefined {
  const code = reader.text('owner', 32)
  const deal = reader.legend('deal', 'parking_deal')
  const from = reader.day('from')
  const to = reader.day('to')
  if (from && to && to < from) reader.error('to', 'days_order')
  if (!code) return undefined
  const isLet = deal === 'let'
  return {
    code,
    stay: {
      ...(isLet ? { relation: 'tenant' as const } : {}),
      ...(from ? { from } : {}),
      ...(isLet && to ? { to } : {}),
    },
  }
}
