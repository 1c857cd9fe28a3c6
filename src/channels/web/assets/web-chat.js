/** Starts the page: says who we are, listens, and sends what is written. */
import { Connection } from './connection.js'
import { shrunk } from './shrink-photo.js'
import { Talk } from './talk.js'
import { WORDS } from './words.js'

const project = document.body.dataset.project
const base = `/chat/${encodeURIComponent(project)}`
const form = document.querySelector('.composer')
const field = form.querySelector('textarea')
const most = Number(field.dataset.most)
const chooser = form.querySelector('input[type=file]')
const notice = document.querySelector('.notice')

const talk = new Talk({
  fileUrl: (fileId) => `${base}/files/${encodeURIComponent(fileId)}`,
  onOption: (option) => send({ text: option.label, token: option.token }),
})
const connection = new Connection(base, {
  message: (message) => talk.show(message),
  writing: (is) => talk.setWriting(is),
  state: showState,
})

form.addEventListener('submit', (event) => {
  event.preventDefault()
  const text = field.value.trim()
  if (text === '') return
  if ([...text].length > most) return complain('too-long')
  field.value = ''
  resize()
  void send({ text })
})

/** Enter sends, Shift and Enter begins a new line; an input method still choosing a word keeps its Enter. */
field.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
  event.preventDefault()
  form.requestSubmit()
})
field.addEventListener('input', resize)

chooser.addEventListener('change', async () => {
  const files = [...chooser.files].slice(0, 9)
  chooser.value = ''
  for (const file of files) await sendPhoto(file)
})

function resize() {
  form.querySelector('.send').disabled = field.value.trim() === ''
  field.style.height = 'auto'
  field.style.height = `${Math.min(field.scrollHeight + 2, 132)}px`
}

/** What cannot be sent now stays on the page, and is sent again under the same id: it arrives once. */
function send(words) {
  const id = newId()
  const entry = talk.showOwn({ id, content: { kind: 'text', ...words } })
  const body = JSON.stringify({ id, ...words })
  return deliver(entry, () =>
    connection.call('POST', '/messages', body, { 'content-type': 'application/json' }),
  )
}

/** Plain http, as on a house's own network, has no randomUUID. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

async function sendPhoto(file) {
  const id = newId()
  const photo = await shrunk(file)
  const entry = talk.showOwn({ id, content: { kind: 'text', text: WORDS.photo_sent } })
  await deliver(entry, () =>
    connection.call('PUT', `/photos/${id}`, photo, { 'content-type': 'application/octet-stream' }),
  )
}

async function deliver(entry, call) {
  talk.setWaiting(entry)
  const problem = await call()
  if (problem === null) return complain(null)
  complain(problem)
  if (problem === 'photo-kind' || problem === 'photo-size') talk.remove(entry)
  else talk.setFailed(entry, () => deliver(entry, call))
}

function complain(problem) {
  const text = problem === null ? '' : WORDS[problem]
  notice.textContent = text ?? ''
  notice.hidden = !text
}

function showState(state) {
  const line = document.querySelector('.state')
  line.className = `state state--${state === 'on' ? 'on' : 'off'}`
  line.querySelector('.state__text').textContent = WORDS[state]
  if (state === 'on') talk.retryFailed()
}

void connection.open()
