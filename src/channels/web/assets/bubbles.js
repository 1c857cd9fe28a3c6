/** Makes the bubbles of the chat: what people wrote is text and never markup. */
import { WORDS } from './words.js'

/** What bubbles do is told by who makes them: `fileUrl`, `onOption`, `onPhoto`. */
export function bubbleMaker({ fileUrl, onOption, onPhoto }) {
  const parts = {
    text: () => [],
    image: ({ fileId }) => [photo(fileUrl(fileId), onPhoto)],
    menu: ({ options, tail }) => [
      optionsBox(options, onOption),
      ...(tail ? [element('p', 'tail', tail)] : []),
    ],
    link: ({ label, url }) => [link(label, url)],
  }
  return (content, isOwn) => {
    if (content.kind === 'people') return element('li', 'aside', WORDS[content.are])
    const item = element('li', isOwn ? 'message message--own' : 'message')
    if (content.text) item.append(element('div', 'bubble', content.text))
    item.append(...parts[content.kind](content))
    return item
  }
}

export function element(name, className, text) {
  const made = document.createElement(name)
  made.className = className
  if (text !== undefined) made.textContent = text
  return made
}

export function button(className, text, onClick) {
  const made = element('button', className, text)
  made.type = 'button'
  if (onClick) made.addEventListener('click', onClick)
  return made
}

function optionsBox(options, onOption) {
  const box = element('div', 'options')
  for (const option of options) {
    const made = button('option', option.label, () => onOption(option))
    made.dataset.token = option.token
    box.append(made)
  }
  return box
}

function photo(url, onPhoto) {
  const image = new Image()
  image.alt = WORDS.photo
  image.src = url
  const made = button('photo', undefined, () => onPhoto(url))
  made.append(image)
  return made
}

function link(label, url) {
  const made = element('a', 'link', label)
  made.href = url
  made.target = '_blank'
  made.rel = 'noopener noreferrer'
  return made
}
