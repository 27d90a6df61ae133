/** Tokens per character, as the common tokenizers come out on chat text. */
const perWideCharacter = 0.7
const perLatinCharacter = 0.25

/** Roughly how many tokens a prompt costs; off by up to a third. */
export function estimateTokens(text: string): number {
  let tokens = 0
  for (const character of text)
    tokens += (character.codePointAt(0) ?? 0) < 0x80 ? perLatinCharacter : perWideCharacter
  return Math.ceil(tokens)
}
