import { z } from 'zod'

// Before any schema is made: the content security policy forbids what zod's compiler would try.
z.config({ jitless: true })
const { startApp } = await import('./app/start.tsx')
startApp()
