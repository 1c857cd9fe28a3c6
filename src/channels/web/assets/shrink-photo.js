/** Photos of phones are larger than anybody needs: shrunk here they arrive sooner, and without what the camera notes. */

const LONGEST_SIDE = 1600
const QUALITY = 0.85

/** A smaller picture; what the browser cannot read goes as it is, and the desk says what it thinks of it. */
export async function shrunk(file) {
  const picture = await createImageBitmap(file).catch(() => null)
  if (!picture) return file
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(picture.width * scale)
  canvas.height = Math.round(picture.height * scale)
  const context = canvas.getContext('2d')
  // What was transparent would turn black.
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(picture, 0, 0, canvas.width, canvas.height)
  picture.close()
  return new Promise((resolve) =>
    canvas.toBlob((blob) => resolve(blob ?? file), 'image/jpeg', QUALITY),
  )
}
