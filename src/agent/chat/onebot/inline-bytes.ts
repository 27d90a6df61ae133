/** Bytes as ends take them from another machine. */
export function inlineBytes(bytes: Uint8Array): string {
  const { buffer, byteOffset, byteLength } = bytes
  return `base64://${Buffer.from(buffer, byteOffset, byteLength).toString('base64')}`
}
