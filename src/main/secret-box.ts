import type { SafeStorage } from 'electron'
import type { SecretBox } from '../agent/agent.ts'

const mark = 'safe:'

/**
 * Seals with the system's keychain. Undefined where there is none (a Linux without a keyring):
 * then the agent's plain box is used, in a file that only this user may read. After `ready` only.
 */
export function createSecretBox(
  storage: Pick<SafeStorage, 'isEncryptionAvailable' | 'encryptString' | 'decryptString'>,
): SecretBox | undefined {
  if (!storage.isEncryptionAvailable()) return undefined
  return {
    seal: (plain) => mark + storage.encryptString(plain).toString('base64'),
    open(sealed) {
      if (!sealed.startsWith(mark)) return null
      try {
        return storage.decryptString(Buffer.from(sealed.slice(mark.length), 'base64'))
      } catch {
        // Sealed by another user, another machine, or before the system was set up anew.
        return null
      }
    },
  }
}
