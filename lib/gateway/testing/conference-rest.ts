import { createServer, type Server } from "node:http";
import { Account } from "../account/account";
import { silentLog } from "../base/log";
import { RecordingStore } from "../recording/recording-store";
import type { Invitation } from "../rest/invitation";
import { RestApi } from "../rest/rest-api";
import { CONFIG } from "./account";
import { ConferenceRoom } from "./conference-room";
import { listenOnFreePort } from "./listen";
import { restParts } from "./rest-parts";
import { RestTap } from "./rest-tap";

/** The REST interface of a room with fake voices, with the tap in front of it. No call is made, but what is asked for is noted. */
export class ConferenceRest {
  readonly invitations: Invitation[] = [];
  readonly canceled: string[] = [];
  /** Thrown in place of making a call. */
  refusal: Error | undefined;

  private constructor(
    readonly room: ConferenceRoom,
    readonly server: Server,
    readonly tap: RestTap,
    readonly recordings: RecordingStore,
  ) {}

  static async open(): Promise<ConferenceRest> {
    const room = new ConferenceRoom();
    const server = createServer();
    const recordings = await RecordingStore.open({ folder: undefined, clock: room.clock, log: silentLog });
    const rig = new ConferenceRest(
      room,
      server,
      await RestTap.open(await listenOnFreePort(server)),
      recordings,
    );
    const api = new RestApi({
      ...restParts(new Account(CONFIG, room.clock), room.clock, recordings),
      conferences: {
        conferences: room.conferences,
        callInto: (invitation) => {
          if (rig.refusal) throw rig.refusal;
          rig.invitations.push(invitation);
          return () => rig.canceled.push(invitation.callSid);
        },
      },
    });
    server.on("request", async (request, response) => {
      const { status, body, headers } = await api.handle(
        request,
        new URL(request.url ?? "/", "http://gateway"),
      );
      const type = body === undefined ? {} : { "Content-Type": "application/json" };
      response.writeHead(status, { ...type, ...headers });
      response.end(body === undefined ? undefined : JSON.stringify(body));
    });
    return rig;
  }

  /** The official client library. */
  get client() {
    return this.tap.client(CONFIG.accountSid, CONFIG.authToken);
  }

  async close(): Promise<void> {
    this.tap.close();
    this.server.closeAllConnections();
    this.server.close();
    await this.recordings.close();
  }
}
