import { access } from "./access";
import { accounts } from "./accounts";
import { cost } from "./cost";
import { faults } from "./faults";
import { gateway } from "./gateway";
import { guests } from "./guests";
import { names } from "./names";
import { operator } from "./operator";
import { pages } from "./pages";
import { reach } from "./reach";
import type { Row } from "./row";
import { sessions } from "./sessions";
import { voicemail } from "./voicemail";
import { webhooks } from "./webhooks";

/** Every row: the threats by their numbers, then the faults. */
export const rows: readonly Row[] = [
  ...access,
  ...accounts,
  ...webhooks,
  ...pages,
  ...gateway,
  ...sessions,
  ...cost,
  ...names,
  ...operator,
  ...voicemail,
  ...guests,
  ...faults,
  ...reach,
].sort((one, other) => order(one) - order(other));

function order({ id }: Row): number {
  return id.startsWith("F") ? 1_000 + Number(id.slice(1)) : Number(id);
}
