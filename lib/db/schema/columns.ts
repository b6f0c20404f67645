import { customType, timestamp } from "drizzle-orm/pg-core";

/** A moment. */
export const time = (name: string) => timestamp(name, { withTimezone: true });

/** The moment at which the row was made. */
export const now = (name: string) => time(name).notNull().defaultNow();

/** Bytes. The two drivers give them as different kinds of array. */
export const bytea = customType<{ data: Buffer; driverData: Uint8Array }>({
  dataType: () => "bytea",
  fromDriver: (bytes) => Buffer.from(bytes),
});
