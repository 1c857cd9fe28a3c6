/** /sandbox/api/faults: what goes wrong on the platform, or on the line to it, turned on and off. */
import type { Router } from 'express'
import { readObject } from './api-input.ts'
import type { ControlClient } from './control-client.ts'
import type { Fault } from './platform/faults.ts'

/** What is wrong with a fault is said by the platform. */
export function faultRoutes(router: Router, deps: { readonly control: ControlClient }): void {
  const { control } = deps
  router.get('/faults', async (_request, response) => {
    response.json({ faults: await control.faults() })
  })
  router.post('/faults', async (request, response) => {
    response.json(await control.addFault(readObject(request.body) as Fault))
  })
  router.delete('/faults', async (_request, response) => {
    await control.clearFaults()
    response.json({})
  })
  router.delete('/faults/:id', async (request, response) => {
    await control.endFault(request.params.id)
    response.json({})
  })
}
