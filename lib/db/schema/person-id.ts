import { text } from "drizzle-orm/pg-core";
import { users } from "./users";

/** A column that says whose the row is: it is deleted with the person. */
export const personId = (name: string) => text(name).references(() => users.id, { onDelete: "cascade" });
