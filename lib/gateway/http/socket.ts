import { WebSocket } from "ws";
import type { SignalSocket } from "../signalling/signalling-session";

/** A reader this far behind does not read at all. */
const MAX_BUFFERED_BYTES = 1024 * 1024;
/** How long a peer may take to confirm a close. */
const CLOSE_GRACE_MS = 1_000;

/** The part of a WebSocket that signalling needs. */
export function signalSocket(socket: WebSocket): SignalSocket {
  return {
    send(frame) {
      if (socket.readyState !== WebSocket.OPEN) return;
      if (socket.bufferedAmount > MAX_BUFFERED_BYTES) return socket.terminate();
      socket.send(frame);
    },
    close(code, reason) {
      socket.close(code, reason);
      setTimeout(() => socket.terminate(), CLOSE_GRACE_MS).unref();
    },
  };
}
