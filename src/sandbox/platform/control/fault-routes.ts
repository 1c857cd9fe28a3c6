/** Control: disturbances are turned on, looked at and ended. */
import { releaseReversed } from '../callback/deliveries.ts'
import { addFault, clearFaults, endFault, faultSchema } from '../faults.ts'
import { type ControlRoute, parse } from './control-call.ts'
import { found } from './wrong-input.ts'

export const FAULT_ROUTES: readonly ControlRoute[] = [
  {
    method: 'GET',
    path: /^\/faults$/,
    run: ({ world }) => ({ faults: [...world.tables.faults.all()] }),
  },
  {
    method: 'POST',
    path: /^\/faults$/,
    run: ({ world }, { body }) => addFault(world, parse(faultSchema, body)),
  },
  {
    method: 'DELETE',
    path: /^\/faults$/,
    run: ({ world }) => {
      clearFaults(world)
      releaseReversed(world)
      return {}
    },
  },
  {
    method: 'DELETE',
    path: /^\/faults\/([\w-]+)$/,
    run: ({ world }, { params }) => {
      found(endFault(world, params[0] ?? '') || undefined, 'fault')
      return {}
    },
  },
]
