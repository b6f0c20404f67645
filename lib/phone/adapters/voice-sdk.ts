// The one file that imports the Voice SDK. It is loaded on demand, in the browser only: the SDK reads `window` when
// it is evaluated.
import { Call, Device, type PreflightTest, type RTCSample } from "@twilio/voice-sdk";
import { problemOf } from "../model/problems";
import type {
  DeviceSetup,
  Voice,
  VoiceCall,
  VoiceCallEvents,
  VoiceDevice,
  VoiceSample,
  VoiceWarning,
} from "../ports/voice";
import { soundUrl } from "./sound";

type Emitter = Device | Call | PreflightTest;

function listen<A extends unknown[]>(emitter: Emitter, event: string, listener: (...args: A) => void) {
  emitter.addListener(event, listener);
  return () => {
    emitter.removeListener(event, listener);
  };
}

const finite = (value: number | null | undefined) =>
  typeof value === "number" && Number.isFinite(value) ? value : null;

function readSample(sample: RTCSample): VoiceSample {
  const lossPercent = finite(sample.packetsLostFraction);
  return {
    mos: finite(sample.mos),
    rttMs: finite(sample.rtt),
    jitterMs: finite(sample.jitter),
    lossFraction: lossPercent === null ? null : lossPercent / 100,
    receives: sample.bytesReceived > 0,
  };
}

/**
 * The SDK measures loudness in an AudioContext that it makes with its first Device, mostly before the user has
 * touched the page. The browser suspends an AudioContext that was created so early, and the SDK never resumes it:
 * levels would stay at 0, and each call would warn of a silent microphone. A call begins with a click, when resuming is
 * allowed.
 */
function wakeAudio(): void {
  Device.audioContext?.resume().catch(() => {});
}

/** 53405 is the media connection, 53001 the signalling socket (call.ts, `reconnecting`). */
const mediaLostCode = 53405;

/** By the SDK's names (call.ts, WARNING_PREFIXES and WARNING_NAMES). Other warnings of the SDK are ignored. */
const warnings: ReadonlyMap<string, VoiceWarning> = new Map([
  ["high-rtt", "high_rtt"],
  ["high-jitter", "high_jitter"],
  ["high-packet-loss", "high_packet_loss"],
  ["high-packets-lost-fraction", "high_average_packet_loss"],
  ["low-mos", "low_mos"],
  ["low-bytes-received", "no_incoming_audio"],
  ["ice-connectivity-lost", "ice_lost"],
  ["constant-audio-input-level", "silent_microphone"],
]);

function adaptCall(call: Call): VoiceCall {
  function on<K extends keyof VoiceCallEvents>(event: K, listener: (...args: VoiceCallEvents[K]) => void) {
    // Each listener below passes on exactly what VoiceCallEvents declares for its event.
    const emit = listener as (...args: unknown[]) => void;
    switch (event) {
      case "error":
        return listen(call, event, (error: unknown) => emit(problemOf(error)));
      case "reconnecting":
        return listen(call, event, (error: { code?: number }) =>
          emit(error.code === mediaLostCode ? "media" : "signalling"),
        );
      case "sample":
        return listen(call, event, (sample: RTCSample) => emit(readSample(sample)));
      case "warning":
      case "warning-cleared":
        return listen(call, event, (name: string) => {
          const warning = warnings.get(name);
          if (warning) emit(warning);
        });
      case "accept":
      case "cancel":
      case "disconnect":
      case "reconnected":
        return listen(call, event, () => emit());
      case "ringing":
      case "volume":
        return listen(call, event, (...args: unknown[]) => emit(...args));
    }
  }
  return {
    on,
    parameters: call.customParameters,
    get connectToken() {
      return call.connectToken ?? null;
    },
    accept() {
      wakeAudio();
      call.accept();
    },
    reject: () => call.reject(),
    ignore: () => call.ignore(),
    disconnect: () => call.disconnect(),
    mute: (muted) => call.mute(muted),
    sendDigits: (digits) => call.sendDigits(digits),
  };
}

/**
 * Keeps the CallSid of a call that rings. The SDK writes the CallSid of each `ringing` message into every call that it
 * has, before it looks whether the call is meant (call.ts, `_onRinging`). When a call is placed while another one comes
 * in, rejecting that one would end the placed one.
 */
function keepCallSid({ parameters }: Call): void {
  const { CallSid } = parameters;
  // A setter that does nothing: assigning to a read-only property would throw inside the SDK.
  Object.defineProperty(parameters, "CallSid", { enumerable: true, get: () => CallSid, set() {} });
}

const dtmfSounds = [..."0123456789sh"].map((digit) => [`dtmf${digit}`, soundUrl(`dtmf-${digit}`)]);

/**
 * Our own URL for every sound of the SDK, which otherwise fetches each from a CDN as soon as a Device is made. The SDK
 * plays the sounds of digits; the rest is silent, because the phone itself rings.
 */
const sounds: Record<string, string> = {
  incoming: soundUrl("silence"),
  outgoing: soundUrl("silence"),
  disconnect: soundUrl("silence"),
  ...Object.fromEntries(dtmfSounds),
};

/** Whether the promise resolves. undefined, where the SDK has no audio to set, counts as failure. */
async function succeeds(work: Promise<unknown> | undefined): Promise<boolean> {
  if (!work) return false;
  return work.then(
    () => true,
    () => false,
  );
}

function createDevice({ token, edge, getUserMedia }: DeviceSetup): VoiceDevice {
  const device = new Device(token, {
    appName: "browser-phone",
    allowIncomingWhileBusy: true,
    codecPreferences: [Call.Codec.Opus, Call.Codec.PCMU],
    ...(edge ? { edge } : {}),
    enableImprovedSignalingErrorPrecision: true,
    getUserMedia,
    logLevel: "silent",
    // A call survives the loss of the socket for less than this.
    maxCallSignalingTimeoutMs: 30_000,
    sounds,
  });
  // The SDK waits for its ringtone before it emits `incoming`: without one there is nothing to wait for.
  device.audio?.incoming(false);
  device.audio?.outgoing(false);
  device.audio?.disconnect(false);
  device.addListener("incoming", keepCallSid);

  /**
   * The SDK ignores what rings as soon as it connects, without telling the network (device.ts, `connect`), so the callers
   * would go on ringing. The phone has no room for those calls: they are rejected instead.
   */
  async function connect(options: Device.ConnectOptions): Promise<VoiceCall> {
    wakeAudio();
    const refuse = (call: Call) => call.reject();
    for (const call of [...device.calls]) refuse(call);
    device.addListener("incoming", refuse);
    try {
      return adaptCall(await device.connect(options));
    } finally {
      device.removeListener("incoming", refuse);
    }
  }
  return {
    on(event, listener) {
      const emit = listener as (...args: unknown[]) => void;
      if (event === "incoming") return listen(device, event, (call: Call) => emit(adaptCall(call)));
      if (event === "error") return listen(device, event, (error: unknown) => emit(problemOf(error)));
      return listen(device, event, () => emit());
    },
    register: () => device.register(),
    // Voicemail speaks the language of the page.
    connect: (params) => connect({ params: { ...params, locale: document.documentElement.lang } }),
    take: (connectToken) => connect({ connectToken }),
    updateToken: (next) => device.updateToken(next),
    setInput: (id) => succeeds(device.audio?.setInputDevice(id)),
    reopenInput: (id) => {
      const { audio } = device;
      // The SDK opens the microphone that is set already only when its constraints change.
      const isSet = audio?.inputDevice?.deviceId === id;
      return succeeds(isSet ? audio?.unsetAudioConstraints() : audio?.setInputDevice(id));
    },
    releaseInput: async () => device.audio?.unsetInputDevice().catch(() => {}),
    setSpeaker: (id) => succeeds(device.audio?.speakerDevices.set(id)),
    destroy: () => device.destroy(),
  };
}

/** The SDK in the shape that the phone uses. */
export const voice: Voice = {
  version: Device.version,
  supported: Device.isSupported,
  createDevice,
  preflight(token, edge) {
    const test = Device.runPreflight(token, {
      codecPreferences: [Call.Codec.Opus, Call.Codec.PCMU],
      ...(edge ? { edge } : {}),
      logLevel: "silent",
    });
    return {
      on(event, listener) {
        const emit = listener as (...args: unknown[]) => void;
        if (event === "sample") return listen(test, event, (sample: RTCSample) => emit(readSample(sample)));
        if (event === "failed") return listen(test, event, (error: unknown) => emit(problemOf(error)));
        return listen(test, event, () => emit());
      },
      stop: () => test.stop(),
    };
  },
};
