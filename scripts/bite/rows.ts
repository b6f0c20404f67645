import type { Row } from "./row";
import { access } from "./rows/access";
import { faults } from "./rows/faults";
import { gateway } from "./rows/gateway";
import { pages } from "./rows/pages";
import { webhooks } from "./rows/webhooks";

/** Every row: the threats by their numbers, then the faults. */
export const rows: readonly Row[] = [...access, ...webhooks, ...pages, ...gateway, ...faults].sort(
  (one, other) => order(one) - order(other),
);

function order({ id }: Row): number {
  return id.startsWith("F") ? 1_000 + Number(id.slice(1)) : Number(id);
}
