// What the TypeScript of test/e2e uses of places.mjs.
export const repositoryRoot: string
export function findElectron(): { executable: string; fallback: boolean } | undefined
export function findChromium(): string | undefined
