import { createRequire } from 'node:module';
import type * as LibsqlClient from '@libsql/client';
import type * as Drizzle from 'drizzle-orm';
import type * as DrizzleLibsql from 'drizzle-orm/libsql';
import type * as SqliteCore from 'drizzle-orm/sqlite-core';

export type { InferInsertModel, Query } from 'drizzle-orm';
export type { LibSQLDatabase } from 'drizzle-orm/libsql';
export type { SelectResultFields } from 'drizzle-orm/query-builders/select.types';
export type { SQLiteTable } from 'drizzle-orm/sqlite-core';

/**
 * All that Planwright has of drizzle and of the libSQL client below it, loaded as CommonJS: nobody else imports these packages.
 *
 * Node reads a package's `package.json` anew for each of its ES modules, and drizzle's is 180 KB for over a hundred of
 * them. That took more than half a second of processor time at every start of a program; this takes a tenth of one.
 * The types are those of the ES modules.
 */
const load = createRequire(import.meta.url);
const orm = load('drizzle-orm') as typeof Drizzle;
const sqlite = load('drizzle-orm/sqlite-core') as typeof SqliteCore;
const libsql = load('drizzle-orm/libsql') as typeof DrizzleLibsql;
const client = load('@libsql/client') as typeof LibsqlClient;

export const { and, asc, count, desc, eq, gt, isNotNull, isNull, lte, ne } = orm;
export const { Column, fillPlaceholders, getTableColumns, is, SQL, sql } = orm;
export const { blob, check, customType, index, integer, primaryKey, sqliteTable, text, uniqueIndex } = sqlite;
export const { SQLiteCustomColumn } = sqlite;
export const { drizzle } = libsql;
export const { createClient, LibsqlError } = client;

/** A column of a table. */
export type Column = Drizzle.Column;
/** A piece of SQL, with what it gives. */
export type SQL<Data = unknown> = Drizzle.SQL<Data>;
/** What the client throws, whatever it is connected to. */
export type LibsqlError = LibsqlClient.LibsqlError;
