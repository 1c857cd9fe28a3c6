/** The 客户联系 calls the stand-in answers (wecom.md 7). */
import type { AppCall, Route } from '../api/call.ts'
import type { JsonObject } from '../json.ts'
import type { World } from '../world.ts'
import { addContactWay, deleteContactWay, getContactWay, updateContactWay } from './contact-ways.ts'
import { getGroup, listGroups } from './groups.ts'
import { cancel, getResults, getTasks, listMessages, remind } from './mass-results.ts'
import { addMessageTemplate } from './mass-send.ts'
import { batchByUser, getContact, listContacts, listFollowUsers } from './read-contacts.ts'
import { addTags, deleteTags, editTag, listTags, markTag } from './tags.ts'
import { sendWelcome } from './welcome.ts'

export const CONTACT_ROUTES: Readonly<Record<string, Route>> = Object.fromEntries([
  read('get_follow_user_list', listFollowUsers),
  read('list', (world, { query }) => listContacts(world, queryOf(query))),
  read('get', (world, { query }) => getContact(world, queryOf(query))),
  post('batch/get_by_user', batchByUser),
  post('add_contact_way', addContactWay),
  post('get_contact_way', getContactWay),
  post('update_contact_way', updateContactWay),
  post('del_contact_way', deleteContactWay),
  post('send_welcome_msg', sendWelcome),
  post('get_corp_tag_list', listTags),
  post('add_corp_tag', addTags),
  post('edit_corp_tag', editTag),
  post('del_corp_tag', deleteTags),
  post('mark_tag', markTag),
  post('groupchat/list', listGroups),
  post('groupchat/get', getGroup),
  post('add_msg_template', addMessageTemplate),
  post('get_groupmsg_list_v2', listMessages),
  post('get_groupmsg_task', getTasks),
  post('get_groupmsg_send_result', getResults),
  post('remind_groupmsg_send', remind),
  post('cancel_groupmsg_send', cancel),
])

function read(
  name: string,
  run: (world: World, call: AppCall) => JsonObject,
): readonly [string, Route] {
  return [
    `/cgi-bin/externalcontact/${name}`,
    { method: 'GET', takes: 'nothing', needs: 'contact', run },
  ]
}

function post(
  name: string,
  run: (world: World, body: JsonObject) => JsonObject,
): readonly [string, Route] {
  const route: Route = {
    method: 'POST',
    takes: 'json',
    needs: 'contact',
    run: (world, { body }) => run(world, body),
  }
  return [`/cgi-bin/externalcontact/${name}`, route]
}

function queryOf(query: URLSearchParams): JsonObject {
  return Object.fromEntries(query)
}
