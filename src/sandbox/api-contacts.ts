/** /sandbox/api for 客户联系: owners add a member, members send what waits for them, codes on the wall. */
import type { Router } from 'express'
import { readObject } from './api-input.ts'
import type { ControlClient } from './control-client.ts'

/** What is wrong with a body is said by the platform. */
export function contactRoutes(router: Router, deps: { readonly control: ControlClient }): void {
  const { control } = deps
  router.post('/owners/:id/contacts', async (request, response) => {
    const by = readObject(request.body) as { member: string } | { way: string }
    await control.addContact(request.params.id, by)
    response.json({})
  })
  router.delete('/owners/:id/contacts/:member', async (request, response) => {
    await control.removeContact(request.params.id, request.params.member)
    response.json({})
  })
  router.get('/members/:id/tasks', async (request, response) => {
    response.json({ tasks: await control.senderTasks(request.params.id) })
  })
  router.post('/members/:id/tasks/:msgid/confirm', async (request, response) => {
    response.json(await control.confirmTask(request.params.id, request.params.msgid))
  })
  router.post('/groups', async (request, response) => {
    const group = readObject(request.body) as Parameters<ControlClient['addGroup']>[0]
    response.json(await control.addGroup(group))
  })
  router.get('/contact-ways', async (_request, response) => {
    response.json({ ways: await control.contactWays() })
  })
}
