/** /sandbox/api for the directory: an administrator adds, renames, moves, switches off and deletes members. */
import type { Router } from 'express'
import { readObject } from './api-input.ts'
import type { ControlClient } from './control-client.ts'

/** What is wrong with a body is said by the platform. */
export function directoryRoutes(router: Router, deps: { readonly control: ControlClient }): void {
  const { control } = deps
  router.post('/members', async (request, response) => {
    await control.addMember(readObject(request.body))
    response.json({})
  })
  router.put('/members/:id', async (request, response) => {
    await control.changeMember(request.params.id, readObject(request.body))
    response.json({})
  })
  router.delete('/members/:id', async (request, response) => {
    await control.removeMember(request.params.id)
    response.json({})
  })
  router.put('/departments', async (request, response) => {
    await control.putDepartment(readObject(request.body))
    response.json({})
  })
  router.delete('/departments/:id', async (request, response) => {
    await control.removeDepartment(request.params.id)
    response.json({})
  })
  router.put('/visible-range', async (request, response) => {
    await control.setVisibleRange(readObject(request.body))
    response.json({})
  })
}
