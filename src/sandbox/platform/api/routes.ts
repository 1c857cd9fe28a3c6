/** Every call the stand-in answers; all others are 404. */
import { sendMessage } from '../app/send.ts'
import { recallMessage, updateTemplateCard } from '../app/update-card.ts'
import { CONTACT_ROUTES } from '../contact/contact-calls.ts'
import { DIRECTORY_ROUTES } from '../directory/directory-calls.ts'
import type { JsonObject } from '../json.ts'
import { addContactWay, getCustomers, listAccounts, listServicers } from '../kf/accounts.ts'
import { sendMsg } from '../kf/send-msg.ts'
import { sendMsgOnEvent } from '../kf/send-on-event.ts'
import { getServiceState, transferServiceState } from '../kf/service-state.ts'
import { syncMsg } from '../kf/sync-msg.ts'
import { checkRobot, webhookSend } from '../robot/webhook-send.ts'
import type { World } from '../world.ts'
import type { AppCall, Route } from './call.ts'
import { getMedia, uploadMedia, uploadRobotMedia } from './media-calls.ts'
import { getUserInfo } from './oauth.ts'
import { getToken } from './tokens.ts'

export const ROUTES: Readonly<Record<string, Route>> = {
  ...CONTACT_ROUTES,
  ...DIRECTORY_ROUTES,
  '/cgi-bin/gettoken': {
    method: 'GET',
    takes: 'nothing',
    needs: 'nothing',
    run: (world, call) => getToken(world, call.query),
  },
  '/cgi-bin/getcallbackip': read('token', () => ({ ip_list: ['127.0.0.1'] })),
  '/cgi-bin/kf/account/list': post('kf', (world, { body }) => listAccounts(world, body)),
  '/cgi-bin/kf/servicer/list': read('kf', (world, { query }) =>
    listServicers(world, { open_kfid: query.get('open_kfid') ?? '' }),
  ),
  '/cgi-bin/kf/customer/batchget': post('kf', (world, { body }) => getCustomers(world, body)),
  '/cgi-bin/kf/add_contact_way': post('kf', (world, { body }) => addContactWay(world, body)),
  '/cgi-bin/kf/sync_msg': post('kf', (world, { body }) => syncMsg(world, body)),
  '/cgi-bin/kf/send_msg': post('kf', (world, { body }) => sendMsg(world, body)),
  '/cgi-bin/kf/send_msg_on_event': post('kf', (world, { body }) => sendMsgOnEvent(world, body)),
  '/cgi-bin/kf/service_state/get': post('kf', (world, { body }) => getServiceState(world, body)),
  '/cgi-bin/kf/service_state/trans': post('kf', (world, { body }) =>
    transferServiceState(world, body),
  ),
  '/cgi-bin/message/send': post('token', (world, { app, body }) => sendMessage(world, app, body)),
  '/cgi-bin/message/update_template_card': post('token', (world, { app, body }) =>
    updateTemplateCard(world, app, body),
  ),
  '/cgi-bin/message/recall': post('token', (world, { app, body }) =>
    recallMessage(world, app, body),
  ),
  '/cgi-bin/media/upload': {
    method: 'POST',
    takes: 'upload',
    needs: 'token',
    run: (world, call) => uploadMedia(world, call),
  },
  '/cgi-bin/media/get': read('token', (world, { query }) => getMedia(world, query)),
  '/cgi-bin/auth/getuserinfo': read('token', (world, { query }) => getUserInfo(world, query)),
  '/cgi-bin/webhook/send': {
    method: 'POST',
    takes: 'json',
    needs: 'nothing',
    run: (world, { query, body }) => webhookSend(world, query.get('key') ?? '', body),
  },
  '/cgi-bin/webhook/upload_media': {
    method: 'POST',
    takes: 'upload',
    needs: 'nothing',
    run: (world, call) => {
      const key = call.query.get('key') ?? ''
      checkRobot(world, key)
      return uploadRobotMedia(world, key, call)
    },
  },
}

function read(
  needs: 'token' | 'kf',
  run: (world: World, call: AppCall) => ReturnType<Route['run']>,
): Route {
  return { method: 'GET', takes: 'nothing', needs, run }
}

function post(needs: 'token' | 'kf', run: (world: World, call: AppCall) => JsonObject): Route {
  return { method: 'POST', takes: 'json', needs, run }
}
