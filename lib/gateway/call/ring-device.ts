import type { SignallingSession } from "../signalling/signalling-session";
import { DeviceLeg, type LegEvents } from "./device-leg";
import type { Exchange } from "./exchange";
import { API_VERSION } from "./params";

/** The call that a device is to be rung for. */
export interface Ring {
  /** Of the call to the client. */
  sid: string;
  identity: string;
  /** `client:` and an identity. */
  from: string;
  to: string;
  /** Custom parameters. Of a repeated name the SDK keeps the last. */
  parameters: readonly (readonly [name: string, value: string])[];
  session: SignallingSession;
  exchange: Exchange;
  /** The SDP of the other side. */
  offerTo: (device: DeviceLeg) => string;
}

/** Rings one device of a client: it gets an `invite`. */
export function ringDevice(ring: Ring, events: LegEvents): DeviceLeg {
  const { sid, identity, from, to, parameters, session, exchange } = ring;
  const leg = new DeviceLeg({ role: "callee", session, callSid: sid, sid, parts: exchange, events });
  const { edge } = session;
  exchange.journal.add({ kind: "leg", callSid: sid, role: "callee", identity, edge, event: "rings" });
  leg.send({
    type: "invite",
    payload: {
      callsid: sid,
      sdp: ring.offerTo(leg),
      reconnect: leg.reconnectToken,
      parameters: {
        CallSid: sid,
        AccountSid: exchange.account.sid,
        ApiVersion: API_VERSION,
        From: from,
        To: to,
        Params: customParameters(parameters),
      },
    },
  });
  return leg;
}

/** The SDK decodes values but not names. In a name only the characters that would end it are encoded. */
function customParameters(parameters: Ring["parameters"]): string {
  const name = (text: string) => text.replace(/[&=]/g, encodeURIComponent);
  return parameters
    .map(([key, value]) => `${name(key)}=${encodeURIComponent(value.toWellFormed())}`)
    .join("&");
}
