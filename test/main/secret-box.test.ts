import { expect, test } from 'vitest'
import { createSecretBox } from '../../src/main/secret-box.ts'

/** A keychain that turns bytes around, and fails on what is not its own, as the real one does. */
const keychain = {
  isEncryptionAvailable: () => true,
  encryptString: (plain: string) => Buffer.from(`own:${plain}`).reverse(),
  decryptString(sealed: Buffer) {
    const plain = Buffer.from(sealed).reverse().toString()
    if (!plain.startsWith('own:')) throw new Error('Error while decrypting the ciphertext')
    return plain.slice('own:'.length)
  },
}

test('what was sealed can be opened, and does not show what it is', () => {
  const box = createSecretBox(keychain)
  const sealed = box?.seal('sk-密钥') ?? ''
  expect(sealed).not.toContain('sk-')
  expect(box?.open(sealed)).toBe('sk-密钥')
})

test.each(['plain:sk-1', 'safe:bm90IG91cnM=', 'safe:', ''])('%j of another host is not opened', (sealed) => {
  expect(createSecretBox(keychain)?.open(sealed)).toBeNull()
})

test('without a keychain there is no box', () => {
  expect(createSecretBox({ ...keychain, isEncryptionAvailable: () => false })).toBeUndefined()
})
