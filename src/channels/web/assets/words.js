/** The words of the page, as the server wrote them into it. */
export const WORDS = JSON.parse(document.body.dataset.words)
