/** Puts the chat into another site: a round button in the corner that opens it. `<script src="…/chat/embed.js" data-project="P1" defer>` */
;(() => {
  const script = document.currentScript
  const { project = '', label = '在线服务' } = script.dataset
  const address = `${new URL(script.src).origin}/chat/${encodeURIComponent(project)}?embedded`
  const wide = matchMedia('(min-width: 520px)')
  const above = '2147483000'

  const BUTTON = {
    ...{ position: 'fixed', right: '20px', bottom: '20px', zIndex: above, cursor: 'pointer' },
    ...{ padding: '14px 22px', border: '0', borderRadius: '999px' },
    ...{ background: '#0f6f5c', color: '#fff', font: '600 16px system-ui, sans-serif' },
    boxShadow: '0 12px 30px -8px rgb(10 60 50 / 55%)',
  }
  const FRAME = {
    ...{ display: 'none', position: 'fixed', zIndex: above, border: '0', background: '#fff' },
    boxShadow: '0 24px 60px -18px rgb(10 40 30 / 45%)',
  }
  const ON_DESK = {
    ...{ right: '20px', bottom: '82px', width: '400px', borderRadius: '18px' },
    height: 'min(680px, calc(100vh - 110px))',
  }
  const ON_PHONE = {
    ...{ right: '0', bottom: '76px', width: '100%', borderRadius: '0' },
    height: 'calc(100% - 76px)',
  }

  const frame = document.createElement('iframe')
  const button = document.createElement('button')
  const place = () => Object.assign(frame.style, wide.matches ? ON_DESK : ON_PHONE)
  const show = (isOpen) => {
    // Nothing is loaded, and nobody becomes a visitor, before the button is tapped.
    if (isOpen && !frame.src) frame.src = address
    frame.style.display = isOpen ? 'block' : 'none'
    button.textContent = isOpen ? '收起' : label
    button.setAttribute('aria-expanded', String(isOpen))
  }
  Object.assign(button.style, BUTTON)
  Object.assign(frame.style, FRAME)
  button.type = 'button'
  frame.title = label
  button.addEventListener('click', () => show(frame.style.display === 'none'))
  wide.addEventListener('change', place)
  place()
  show(false)
  document.body.append(frame, button)
})()
