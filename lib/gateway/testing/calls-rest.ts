import { createServer, type Server } from "node:http";
import type { MediaPlan } from "../call/exchange";
import { sendReply } from "../http/send-reply";
import { RestApi } from "../rest/rest-api";
import { CONFIG } from "./account";
import { listenOnFreePort } from "./listen";
import { restParts } from "./rest-parts";
import { RestTap } from "./rest-tap";
import { Rig } from "./rig";

/** The REST interface of a gateway whose clock, devices and application are the test's own. */
export class CallsRestRig {
  private constructor(
    readonly rig: Rig,
    readonly server: Server,
    readonly tap: RestTap,
  ) {}

  static async open(mediaPlan?: MediaPlan): Promise<CallsRestRig> {
    const rig = await Rig.open(mediaPlan);
    const { account, records, recordings, switchboard } = rig;
    const log = (about: string, what: string) => rig.lines.push(`${about}: ${what}`);
    const api = new RestApi({
      ...restParts(account, rig.clock, recordings),
      records,
      messages: switchboard.messages,
      callOut: (options) => switchboard.callOut(options),
      log,
    });
    const server = createServer(async (request, response) => {
      sendReply(response, await api.handle(request, new URL(request.url ?? "/", "http://gateway")), log);
    });
    return new CallsRestRig(rig, server, await RestTap.open(await listenOnFreePort(server)));
  }

  /** The calls of the account, by the official library. */
  get calls() {
    return this.tap.client(CONFIG.accountSid, CONFIG.authToken).calls;
  }

  /** Closes all, and returns what did not fit Twilio's document. */
  async close(): Promise<string[]> {
    this.tap.close();
    this.server.closeAllConnections();
    this.server.close();
    await this.rig.close();
    return this.tap.problems();
  }
}
