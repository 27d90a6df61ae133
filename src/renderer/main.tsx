import { startSchemas } from './app/schemas.ts'

// Before any schema is made: what draws the panel makes them as it is loaded.
startSchemas()
const { startApp } = await import('./app/start.tsx')
startApp()
