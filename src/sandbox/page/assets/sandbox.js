/** What the page does by itself: sending on Enter, photos, tabs of phones, and what went wrong. */

const body = document.body

document.addEventListener('htmx:afterRequest', ({ detail }) => {
  const form = detail.elt
  if (detail.successful && form.matches('form[data-reset]')) {
    form.reset()
    form.querySelector('textarea')?.focus()
  }
  if (detail.successful && form.matches('.panel')) closePanel(form)
})

document.addEventListener('htmx:responseError', ({ detail }) => {
  if (detail.requestConfig.verb !== 'get') toast(detail.xhr.responseText || '没有成功，请再试一次')
})

document.addEventListener('htmx:sendError', ({ detail }) => {
  if (detail.requestConfig.verb !== 'get') toast('连接不上服务台')
})

/** Enter sends, Shift and Enter begins a new line; an input method still choosing a word keeps its Enter. */
document.addEventListener('keydown', (event) => {
  const field = event.target
  if (!field.matches?.('[data-enter-sends]') || event.key !== 'Enter') return
  if (event.shiftKey || event.isComposing) return
  event.preventDefault()
  if (field.value.trim() !== '') field.form.requestSubmit()
})

document.addEventListener('click', (event) => {
  const photo = event.target.closest('[data-photo]')
  if (photo) showPhoto(photo.dataset.photo)
  const tab = event.target.closest('[data-slot-tab]')
  if (tab) showSlot(tab.dataset.slotTab)
  const page = event.target.closest('a[data-member]')
  if (page) openAsMember(page)
  const link = event.target.closest('a[data-view]')
  if (link) openView(event, link)
  for (const menu of document.querySelectorAll('details[data-menu][open]')) {
    if (!menu.contains(event.target)) menu.open = false
  }
})

document.addEventListener('change', (event) => {
  const url = event.target.dataset?.sendPhoto
  const [file] = event.target.files ?? []
  if (url && file) void sendPhoto(event.target, url, file)
})

document.addEventListener('htmx:afterSettle', ({ target }) => {
  if (target.id === 'clock') showTime(target.dataset.hourMinute)
  markNews(target)
})

markSeen()

/** WeCom's browser knows whose phone it is: a page of the desk opens with its log-in done, as it does there. */
function openAsMember(link) {
  const { member } = link.dataset
  const url = new URL(link.href)
  const local = ['127.0.0.1', 'localhost', location.hostname]
  if (url.port !== location.port || !local.includes(url.hostname)) return
  if (url.pathname.startsWith('/sandbox')) return
  const query = new URLSearchParams({ member, to: `${url.pathname}${url.search}` })
  link.href = `${url.origin}/sandbox/opened?${query}`
}

/** A link that changes one thing of the address keeps the others. */
function openView(event, link) {
  event.preventDefault()
  const query = new URLSearchParams(location.search)
  for (const [name, value] of new URL(link.href).searchParams) query.set(name, value)
  query.set('tab', link.closest('[data-slot]').dataset.slot)
  location.search = query.toString()
}

function showSlot(slot) {
  body.dataset.tab = slot
  for (const tab of document.querySelectorAll('[data-slot-tab]')) {
    tab.classList.toggle('slot-tab--here', tab.dataset.slotTab === slot)
    if (tab.dataset.slotTab === slot) tab.classList.remove('slot-tab--news')
  }
  const query = new URLSearchParams(location.search)
  query.set('tab', slot)
  history.replaceState(null, '', `?${query}`)
}

/** A phone that is not in sight and shows something new gets a dot on its tab. */
function markNews(target) {
  const phone = target.closest?.('[data-slot]')
  if (!phone) return
  if (target.matches('.chat__list') && phone.dataset.slot !== body.dataset.tab) {
    document
      .querySelector(`[data-slot-tab="${phone.dataset.slot}"]`)
      ?.classList.add('slot-tab--news')
  }
  markSeen()
}

/** What was looked at is remembered in this browser; the other tabs of a phone show what is new since. */
function markSeen() {
  for (const tabs of document.querySelectorAll('.tabs')) {
    for (const tab of tabs.querySelectorAll('[data-count]')) {
      const key = `seen/${tabs.dataset.person}/${tab.dataset.tab}`
      if (tab.classList.contains('tabs__tab--here')) localStorage.setItem(key, tab.dataset.count)
      const isNew = Number(tab.dataset.count) > Number(localStorage.getItem(key) ?? 0)
      tab.classList.toggle('tabs__tab--news', isNew)
    }
  }
}

function showTime(hourMinute) {
  for (const place of document.querySelectorAll('.status-bar__time')) {
    place.textContent = hourMinute
  }
}

function showPhoto(url) {
  const view = document.querySelector('.photo-view')
  view.querySelector('img').src = url
  view.showModal()
  view.addEventListener('click', () => view.close(), { once: true })
}

function closePanel(form) {
  const toggle = form.parentElement.querySelector('.composer__toggle')
  if (toggle) toggle.checked = false
}

/** Phones send photos smaller than they take them; so does this one, and every format becomes a JPEG. */
async function sendPhoto(input, url, file) {
  try {
    const imageData = await jpegOf(file)
    const response = await fetch(apiUrl(url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ imageData }),
    })
    if (!response.ok) throw new Error((await response.json()).error)
    htmx.trigger(body, 'sandbox-changed')
    closePanel(input.form)
  } catch (error) {
    toast(`照片没有发出：${error.message}`)
  } finally {
    input.value = ''
  }
}

/** /sandbox/phones/owners/ID is /sandbox/api/owners/ID/messages for scripts, a served chat is one of its member's owners. */
function apiUrl(url) {
  const path = url
    .replace('/sandbox/phones/', '/')
    .replace('/sandbox/', '/')
    .replace('/chats/', '/owners/')
  return `/sandbox/api${path}/messages`
}

const LONGEST_SIDE = 1600

async function jpegOf(file) {
  const picture = await createImageBitmap(file)
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(picture.width * scale)
  canvas.height = Math.round(picture.height * scale)
  canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height)
  return canvas.toDataURL('image/jpeg', 0.82).split(',')[1]
}

let toastTimer

function toast(words) {
  const place = document.querySelector('.toast')
  place.textContent = words
  place.hidden = false
  clearTimeout(toastTimer)
  toastTimer = setTimeout(() => {
    place.hidden = true
  }, 4000)
}
