import { EventEmitter, once } from "node:events";
import { WebSocket } from "ws";
import {
  PROTOCOL_VERSION,
  type ServerMessage,
  type ServerPayload,
  serverMessage,
} from "../signalling/protocol";
import { tokenFor } from "./account";
import { IceClient } from "./ice";
import { browserSdp } from "./sdp";

/** The message in a frame of the gateway. Throws when it does not fit the schema exactly. */
export function readFrame(frame: string): ServerMessage {
  const { version, ...message } = JSON.parse(frame);
  if (version !== PROTOCOL_VERSION) throw new Error(`version ${version}`);
  return serverMessage.parse(message);
}

/** A device on a real socket that behaves as the SDK does. For load tests, where browsers would be too heavy. */
export class WireDevice {
  readonly #events = new EventEmitter();
  #calls = 0;

  private constructor(
    readonly socket: WebSocket,
    readonly identity: string,
  ) {
    socket.on("message", (data) => {
      const frame = String(data);
      if (frame === "\n") return socket.send("\n");
      const message = readFrame(frame);
      return this.#events.emit(message.type === "error" ? "refused" : message.type, message.payload);
    });
  }

  /** Opens a socket, listens and registers. `token`: that of the made-up account unless given. */
  static async open(
    port: number,
    identity: string,
    { token = tokenFor(identity, Date.now()), origin = "http://localhost:3000" } = {},
  ): Promise<WireDevice> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/signal`, { origin });
    await once(socket, "open");
    const device = new WireDevice(socket, identity);
    const ready = device.next("ready");
    device.send("listen", { token, reconnectTimeout: 0 });
    device.send("register", { media: { audio: true } });
    await ready;
    return device;
  }

  send(type: string, payload: object): void {
    this.socket.send(JSON.stringify({ type, payload, version: "1.6" }));
  }

  /** The payload of the next message of a type. */
  async next<T extends ServerMessage["type"]>(type: T): Promise<ServerPayload<T>> {
    const [payload] = await once(this.#events, type);
    return payload;
  }

  /** Milliseconds from a WebSocket ping to its pong. */
  async ping(): Promise<number> {
    const begun = performance.now();
    const pong = once(this.socket, "pong");
    this.socket.ping();
    await pong;
    return performance.now() - begun;
  }

  /** Calls `other`, which answers. Resolves with the CallSid and the SDP that each side got. */
  async call(other: WireDevice): Promise<WireCall> {
    this.#calls += 1;
    const [invite, answer] = [other.next("invite"), this.next("answer")];
    const callsid = `TJ-${this.identity}-${this.#calls}`;
    const sdp = browserSdp("actpass", this.identity);
    this.send("invite", { callsid, sdp, twilio: { params: `To=${other.identity}` } });
    const offered = await invite;
    other.send("answer", { callsid: offered.callsid, sdp: browserSdp("active", other.identity) });
    const answered = await answer;
    return { callsid: answered.callsid, callerSdp: answered.sdp ?? "", calleeSdp: offered.sdp };
  }

  async hangUp(callsid: string, other: WireDevice): Promise<void> {
    const ended = other.next("hangup");
    this.send("hangup", { callsid });
    await ended;
  }

  close(): void {
    this.socket.terminate();
  }
}

/** A call between two devices. */
export interface WireCall {
  callsid: string;
  /** The SDP that each side got from the gateway. */
  callerSdp: string;
  calleeSdp: string;
}

/** Opens the media path that an SDP of the gateway describes, as a browser would. */
export async function openMedia(sdp: string): Promise<IceClient> {
  const read = (pattern: RegExp) => sdp.match(pattern)?.[1] ?? "";
  const port = Number(read(/^m=audio (\d+)/m));
  const client = await IceClient.open({ ip: read(/^c=IN IP4 (\S+)/m), port });
  await client.connect({ ufrag: read(/^a=ice-ufrag:(\S+)/m), pwd: read(/^a=ice-pwd:(\S+)/m) });
  return client;
}
