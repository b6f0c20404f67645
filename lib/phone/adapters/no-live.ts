import type { Live } from "../ports/deps";

const never = () => () => {};

/** In place of the stream of changes where there is none: the phone then asks the server. */
export const noLive: Live = {
  stream: () => null,
  onStream: never,
  onPing: never,
  onChange: never,
  keep() {},
};
