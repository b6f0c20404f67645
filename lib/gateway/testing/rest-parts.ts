import type { Account } from "../account/account";
import type { Clock } from "../base/clock";
import { Journal } from "../base/journal";
import { silentLog } from "../base/log";
import { CallRecords } from "../call/call-records";
import { Directory } from "../call/directory";
import { UserMessages } from "../call/user-messages";
import type { RecordingStore } from "../recording/recording-store";
import { RestFaults } from "../rest/faults";
import type { RestOptions } from "../rest/rest-api";
import { ConferenceRoom } from "./conference-room";
import { FakeApp } from "./rig";

/** The parts of a REST interface that has no calls of its own. A test replaces those that it is about. */
export function restParts(account: Account, clock: Clock, recordings: RecordingStore): RestOptions {
  const records = new CallRecords();
  const webhooks = new FakeApp();
  const log = silentLog;
  const journal = new Journal(clock);
  return {
    account,
    records,
    recordings,
    messages: new UserMessages({
      account,
      clock,
      directory: new Directory(),
      journal,
      log,
      records,
      webhooks,
    }),
    callOut: () => undefined,
    startRecording: () => "not eligible",
    protectsMedia: false,
    conferences: { conferences: new ConferenceRoom().conferences, callInto: () => () => {} },
    faults: new RestFaults(),
    log,
    journal,
  };
}
