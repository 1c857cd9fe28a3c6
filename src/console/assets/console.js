/** Tells people when what they see may be old, and when they have to log in again. */
const show = (id, isShown) => {
  const element = document.getElementById(id)
  if (element) element.hidden = !isShown
}

const fails = () => show('offline', true)
document.addEventListener('htmx:sendError', fails)
document.addEventListener('htmx:timeout', fails)
document.addEventListener('htmx:responseError', ({ detail }) => {
  if (detail.xhr.status === 401) show('logged-out', true)
  else fails()
})
document.addEventListener('htmx:beforeOnLoad', ({ detail }) => {
  if (detail.xhr.status >= 400) return
  show('offline', false)
  show('logged-out', false)
})

// A form is sent once: a second click waits for the answer to the first.
document.addEventListener('submit', ({ target }) => {
  for (const button of target.querySelectorAll('button[type=submit]')) {
    setTimeout(() => {
      button.disabled = true
    })
  }
})
// Coming back by the browser's own arrow finds the buttons as they were.
window.addEventListener('pageshow', () => {
  for (const button of document.querySelectorAll('button:disabled')) button.disabled = false
})
// More photos than are taken are told before the form is sent, so that nothing typed is lost on the way.
document.addEventListener('change', ({ target }) => {
  if (!target.matches('input[type=file][data-most]')) return
  const { most, mostBytes, allBytes, tooMany, tooBig, tooLarge } = target.dataset
  const sizes = [...target.files].map(({ size }) => size)
  const all = sizes.reduce((sum, size) => sum + size, 0)
  const wrong =
    sizes.length > most
      ? tooMany
      : sizes.some((size) => size > mostBytes)
        ? tooBig
        : all > allBytes
          ? tooLarge
          : ''
  target.setCustomValidity(wrong)
  target.reportValidity()
})
// Choosing one of a caller's homes fills in the room and the name.
document.addEventListener('change', ({ target }) => {
  if (!target.matches('[data-room]')) return
  document.getElementById('call-room').value = target.dataset.room
  document.getElementById('call-name').value = target.dataset.name
})
