import "server-only";
import type { SetupCheckId } from "@/lib/contracts";
import type { Finding } from "./finding";
import type { DoctorNeeds, ReadyNeeds } from "./needs";

/** A check of the machine. It works without a configuration. */
export interface MachineCheck {
  readonly id: SetupCheckId;
  run(needs: DoctorNeeds): Promise<Finding> | Finding;
}

/** A check that needs the whole configuration. */
export interface SetupCheckUp {
  readonly id: SetupCheckId;
  /** The checks that must not have failed or been skipped, for this one to make sense. */
  readonly after: readonly SetupCheckId[];
  run(needs: ReadyNeeds): Promise<Finding> | Finding;
}
