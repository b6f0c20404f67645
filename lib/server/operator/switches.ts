import "server-only";
import { eq, type SQL, sql } from "drizzle-orm";
import { publish } from "@/lib/changes";
import { type Calling, callingStates, type SignUpMode, signUpModes } from "@/lib/contracts";
import { type Database, database, operatorSwitches, transaction } from "@/lib/db";
import { env } from "@/lib/env";
import { writeOperatorAudit } from "./audit";

/** What the operator can switch while the app runs, and the values of each. */
const switches = { calling: callingStates, sign_up: signUpModes } as const;
type SwitchName = keyof typeof switches;
type Value<Name extends SwitchName> = (typeof switches)[Name][number];

/** A switch as it is: its value holds, and `byHand` says whether it was set by hand or by the configuration. */
export interface SwitchState<Name extends SwitchName> {
  readonly value: Value<Name>;
  readonly byHand: boolean;
}

/** Whether calls can be made at present. Read at each call, so that a change holds at once on every instance. */
export async function readCalling(): Promise<Calling> {
  return (await readSwitch("calling")).value;
}

/** Who may make an account at present. */
export async function readSignUpMode(): Promise<SignUpMode> {
  return (await readSwitch("sign_up")).value;
}

/** The value of a switch: the one set by hand, else the configured one. */
export async function readSwitch<Name extends SwitchName>(name: Name): Promise<SwitchState<Name>> {
  const db = await database();
  const [row] = await db
    .select({ value: operatorSwitches.value })
    .from(operatorSwitches)
    .where(eq(operatorSwitches.name, name));
  return stateOf(name, row?.value);
}

/** SQL: what {@link callingOf} takes, to be read together with something else. */
export function callingRow(db: Database): SQL<string | null> {
  const row = db
    .select({ value: operatorSwitches.value })
    .from(operatorSwitches)
    .where(eq(operatorSwitches.name, "calling"));
  return sql`(${row})`;
}

/** Whether calls can be made, by the value of {@link callingRow}. */
export function callingOf(value: string | null): Calling {
  return stateOf("calling", value).value;
}

/** The state of a switch whose row has that value; without a row, undefined or null. */
function stateOf<Name extends SwitchName>(name: Name, value: unknown): SwitchState<Name> {
  // A value that this version does not know was written by another one, and has no meaning here.
  const set = (switches[name] as readonly Value<Name>[]).find((known) => known === value);
  return set === undefined ? { value: configured(name), byHand: false } : { value: set, byHand: true };
}

/** Sets a switch by hand; null removes it, so that the configuration holds again. */
export async function setSwitch<Name extends SwitchName>(
  name: Name,
  value: Value<Name> | null,
): Promise<void> {
  await transaction(async (db) => {
    await storeSwitch(db, name, value);
    await writeOperatorAudit(db, { action: name.replace("_", "-"), details: value ?? "default" });
  });
  // Every page shows whether calls can be made.
  if (name === "calling") publish({ kind: "everybody", what: ["me"] });
}

async function storeSwitch(db: Database, name: SwitchName, value: string | null): Promise<void> {
  if (value === null) {
    await db.delete(operatorSwitches).where(eq(operatorSwitches.name, name));
    return;
  }
  const row = { name, value, changedAt: sql`now()` };
  await db
    .insert(operatorSwitches)
    .values(row)
    .onConflictDoUpdate({ target: operatorSwitches.name, set: row });
}

function configured<Name extends SwitchName>(name: Name): Value<Name> {
  const { CALLING, SIGN_UP } = env();
  const values: { [Each in SwitchName]: Value<Each> } = { calling: CALLING, sign_up: SIGN_UP };
  return values[name];
}
