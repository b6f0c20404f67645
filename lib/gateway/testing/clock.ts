import { ManualClock, settle } from "../base/manual-clock";

/** A clock that moves only when a test advances it. It begins at the same moment in every test. */
export class FakeClock extends ManualClock {
  constructor() {
    super(Date.UTC(2026, 0, 1));
  }
}

export { settle };
