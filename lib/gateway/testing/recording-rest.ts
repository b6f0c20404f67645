import { createServer, type Server } from "node:http";
import { Account } from "../account/account";
import { type CallFacts, CallRecords, type RecordedCall } from "../call/call-records";
import { sendReply } from "../http/send-reply";
import type { RecordingStore, RecordingStoreOptions } from "../recording/recording-store";
import type { CallRecordingOptions } from "../rest/recording-form";
import { RestApi } from "../rest/rest-api";
import { CONFIG } from "./account";
import { listenOnFreePort } from "./listen";
import { RecordingRig } from "./recordings";
import { restParts } from "./rest-parts";
import { RestTap } from "./rest-tap";

/** The calls that are there: one under way, and one that has ended. */
export const UNDER_WAY = `CA${"1".repeat(32)}`;
export const ENDED = `CA${"2".repeat(32)}`;

/** The REST interface of an account with recordings, whose calls are the test's own. */
export class RecordingRestRig {
  /** The options of each recording that REST has begun. */
  readonly started: CallRecordingOptions[] = [];

  private constructor(
    readonly files: RecordingRig,
    readonly store: RecordingStore,
    readonly account: Account,
    readonly records: CallRecords,
    readonly server: Server,
  ) {}

  #tap: RestTap | undefined;

  static async open(
    changes: Partial<RecordingStoreOptions> & { protectsMedia?: boolean } = {},
  ): Promise<RecordingRestRig> {
    const { protectsMedia = false, ...ofStore } = changes;
    const files = new RecordingRig();
    const store = await files.open(ofStore);
    const account = new Account(CONFIG, files.clock);
    const rig = new RecordingRestRig(files, store, account, new CallRecords(), createServer());
    const log = (about: string, what: string) => files.lines.push(`${about}: ${what}`);
    const api = new RestApi({
      ...restParts(account, files.clock, store),
      records: rig.records,
      startRecording: (callSid, options) => rig.#start(callSid, options),
      protectsMedia,
      log,
    });
    rig.server.on("request", async (request, response) => {
      const reply = await api.handle(request, new URL(request.url ?? "/", "http://gateway"));
      sendReply(response, reply, log);
    });
    rig.#tap = await RestTap.open(await listenOnFreePort(rig.server));
    rig.#addCall(UNDER_WAY, "in-progress");
    rig.#addCall(ENDED, "completed");
    return rig;
  }

  get tap(): RestTap {
    if (!this.#tap) throw new Error("not open");
    return this.#tap;
  }

  /** The origin of the server itself, for bytes that are no text. */
  get origin(): string {
    const address = this.server.address();
    return `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  }

  async close(): Promise<void> {
    this.tap.close();
    this.server.closeAllConnections();
    this.server.close();
    await this.files.close();
  }

  /** As a call does that is under way: it takes its place in the store, and reports what the store says. */
  #start(callSid: string, options: CallRecordingOptions) {
    if (!this.records.underWay(callSid)) return "not eligible";
    this.started.push(options);
    const { channels, track, trim } = options;
    const request = {
      callSid,
      conferenceSid: null,
      source: "StartCallRecordingAPI",
      channels,
      track,
      trim,
    } as const;
    return this.store.begin(request)?.facts() ?? "full";
  }

  #addCall(sid: string, status: CallFacts["status"]): void {
    const createdAt = this.files.clock.now();
    const endedAt = status === "completed" ? createdAt : null;
    const facts = {
      sid,
      parentSid: null,
      direction: "inbound" as const,
      from: "client:a",
      to: "b",
      status,
      createdAt,
      answeredAt: createdAt,
      endedAt,
    };
    const call: RecordedCall = {
      sid,
      facts: () => facts,
      params: () => [],
      hangUp: () => {},
      redirect: () => false,
      adjust: () => {},
      record: () => "not eligible",
    };
    this.records.opened(call);
    if (endedAt !== null) this.records.closed(call);
  }
}
