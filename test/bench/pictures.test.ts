import sharp from 'sharp'
import { expect, it } from 'vitest'
import { makePicture, pictureCount, pictureName } from '../../bench/pictures.ts'

it.each([0, 1, pictureCount - 2, pictureCount - 1])(
  'picture %i has 1 to 3 MB, and more pixels than it will be sent with',
  async (index) => {
    const picture = await makePicture(index)
    expect(picture.length).toBeGreaterThan(1_000_000)
    expect(picture.length).toBeLessThan(3_000_000)
    const { format, width, height } = await sharp(picture).metadata()
    expect(pictureName(index)).toMatch(format === 'jpeg' ? /jpg$/ : /png$/)
    expect(Math.max(width, height)).toBeGreaterThan(1280)
  },
)

it('makes the same picture again, and another for another number', async () => {
  const [once, again, other] = await Promise.all([makePicture(1), makePicture(1), makePicture(3)])
  expect(once.equals(again)).toBe(true)
  expect(once.equals(other)).toBe(false)
})
