import { z } from 'zod'
import { schemaWords } from '../../shared/schema-words.ts'

/** Sets zod up for the panel; to be called before any schema is made. */
export function startSchemas(): void {
  // The content security policy forbids what zod's compiler would try.
  z.config({ jitless: true, localeError: schemaWords })
}
