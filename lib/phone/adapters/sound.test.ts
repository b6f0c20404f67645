import { afterEach, expect, test, vi } from "vitest";
import { problemOfMicrophone } from "../model/problems";
import { createMedia } from "./sound";

/** What is open in the fake browser. */
let open: { tracks: number; contexts: number };

class FakeTrack extends EventTarget {
  enabled = true;
  muted = false;
  readyState: "live" | "ended" = "live";
  constructor(private readonly sampleRate: number) {
    super();
    open.tracks += 1;
  }
  stop(): void {
    if (this.readyState === "live") open.tracks -= 1;
    this.readyState = "ended";
  }
  getSettings = () => ({ sampleRate: this.sampleRate });
}

class FakeStream {
  readonly track: FakeTrack;
  constructor(private readonly sampleRate = 48_000) {
    this.track = new FakeTrack(sampleRate);
  }
  getTracks = () => [this.track];
  getAudioTracks = () => [this.track];
  clone = () => new FakeStream(this.sampleRate);
}

/** Connects a stream of its own sample rate only, as Firefox's does. */
class FakeContext {
  readonly sampleRate: number;
  constructor({ sampleRate = 48_000 }: { sampleRate?: number } = {}) {
    if (sampleRate < 8_000) throw new DOMException("rate", "NotSupportedError");
    this.sampleRate = sampleRate;
    open.contexts += 1;
  }
  resume = async () => {};
  close = async () => {
    open.contexts -= 1;
  };
  createAnalyser = () => ({ context: this, fftSize: 0, getFloatTimeDomainData() {} });
  createMediaStreamSource(stream: FakeStream) {
    if (stream.track.getSettings().sampleRate !== this.sampleRate) {
      throw new DOMException("other rate", "NotSupportedError");
    }
    return { connect() {} };
  }
}

function browser(parts: Record<string, unknown> = {}) {
  open = { tracks: 0, contexts: 0 };
  vi.stubGlobal("window", { isSecureContext: true });
  vi.stubGlobal("HTMLMediaElement", class {});
  vi.stubGlobal("MediaStream", FakeStream);
  vi.stubGlobal("AudioContext", FakeContext);
  vi.stubGlobal("navigator", { mediaDevices: new EventTarget(), ...parts });
  return createMedia();
}

/** As the port has it: the phone knows of a stream only that its tracks can be stopped. */
const streamAt = (sampleRate?: number) => new FakeStream(sampleRate);

afterEach(() => {
  vi.unstubAllGlobals();
});

test.each([48_000, 44_100])(
  "a microphone of %i Hz is measured, and the meter leaves nothing open",
  (rate) => {
    const media = browser();
    const stream = streamAt(rate);
    const meter = media.meter(stream);
    expect(meter.read()).toBe(0);
    expect(open).toEqual({ tracks: 2, contexts: 1 });
    meter.close();
    expect(open).toEqual({ tracks: 1, contexts: 0 });
  },
);

test("a meter that the browser refuses leaves nothing open, and the microphone as it is", () => {
  const media = browser();
  const stream = streamAt(4_000);
  expect(() => media.meter(stream)).toThrow();
  expect(open).toEqual({ tracks: 1, contexts: 0 });
  expect(stream.track.readyState).toBe("live");
});

test("a stream reports that its microphone stops, is held back and gives sound again", () => {
  const media = browser();
  const stream = streamAt();
  const heard: string[] = [];
  const end = media.onMicrophoneChange(stream, (condition) => heard.push(condition));
  stream.track.muted = true;
  stream.track.dispatchEvent(new Event("mute"));
  stream.track.muted = false;
  stream.track.dispatchEvent(new Event("unmute"));
  stream.track.dispatchEvent(new Event("ended"));
  expect(heard).toEqual(["muted", "live", "ended"]);
  end();
  stream.track.dispatchEvent(new Event("ended"));
  expect(heard).toHaveLength(3);
});

test("a microphone that has stopped already is reported at once", () => {
  const media = browser();
  const stream = streamAt();
  stream.track.stop();
  const heard: string[] = [];
  media.onMicrophoneChange(stream, (condition) => heard.push(condition));
  expect(heard).toEqual(["ended"]);
});

test.each([
  [false, "insecure_page"],
  [true, "unsupported_browser"],
])("a page without microphones says why (secure: %s)", async (isSecureContext, code) => {
  const media = browser({ mediaDevices: undefined });
  vi.stubGlobal("window", { isSecureContext });
  const error = await media.getUserMedia({ audio: true }).catch((reason: unknown) => reason);
  expect(problemOfMicrophone(error).code).toBe(code);
});

test("the page's permission is followed, and unknown where the browser does not tell it", async () => {
  const status = Object.assign(new EventTarget(), { state: "denied" });
  const media = browser({ permissions: { query: async () => status } });
  expect(await media.permission()).toBe("denied");
  let changes = 0;
  const end = media.onPermissionChange(() => {
    changes += 1;
  });
  await Promise.resolve();
  await Promise.resolve();
  status.dispatchEvent(new Event("change"));
  end();
  status.dispatchEvent(new Event("change"));
  expect(changes).toBe(1);
  const query = () => Promise.reject(new TypeError("microphone is not a permission"));
  expect(await browser({ permissions: { query } }).permission()).toBeNull();
  const silent = browser({ permissions: undefined });
  expect(await silent.permission()).toBeNull();
  silent.onPermissionChange(() => {})();
});
