import { defineConfig } from 'drizzle-kit';

/** `npm run db:generate` writes what has changed in the schema as a further migration; migrations are never edited. */
export default defineConfig({
  dialect: 'turso',
  schema: ['./src/store/schema/*.ts', './src/store/client/guard.ts'],
  out: './migrations',
});
